"""`python -m lianqun.office.worker`: works off the queue until it is stopped, or until the process that started it is gone."""

import os
import signal
import threading

import django


def main() -> None:
    """Work until SIGTERM or SIGINT; the job in hand is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqun.office.settings")
    django.setup()
    from lianqun.office.outside.parents import when_orphaned
    from lianqun.office.worker.loop import run_until

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    when_orphaned(stop.set)
    run_until(stop)


if __name__ == "__main__":
    main()
