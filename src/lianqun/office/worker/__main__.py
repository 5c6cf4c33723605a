"""`python -m lianqun.office.worker`: works off the queue until it is stopped, or until the process that started it is gone."""

import os
import signal
import threading

import django

PARENT_SECONDS = 1.0


def main() -> None:
    """Work until SIGTERM or SIGINT; the job in hand is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqun.office.settings")
    django.setup()
    from lianqun.office.worker.loop import run_until

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    threading.Thread(target=_watch_parent, args=(stop, os.getppid()), daemon=True).start()
    run_until(stop)


def _watch_parent(stop: threading.Event, parent: int) -> None:
    """A worker whose web process was killed is adopted by another process: then it ends as well."""
    while not stop.wait(PARENT_SECONDS):
        if os.getppid() != parent:
            stop.set()


if __name__ == "__main__":
    main()
