"""A process that ends with the one that started it, also when that one was killed and could not say so."""

import os
import threading
from collections.abc import Callable

LOOK_SECONDS = 1.0


def when_orphaned(do: Callable[[], None]) -> threading.Thread:
    """Call `do` once when the process that started this one is gone; looked at every second on a thread of its own."""
    watch = threading.Thread(target=_watch, args=(os.getppid(), do), daemon=True)
    watch.start()
    return watch


def _watch(parent: int, do: Callable[[], None]) -> None:
    """An orphan is adopted by another process, so its parent's number changes."""
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(LOOK_SECONDS)
    do()
