"""Readers that stand in for the real one in processes of their own: they die, hang, eat memory, or answer at once."""

import os
import signal
import time

from lianqun.read.batches.batch import ClaimLines, Task


def read_oddly(task: Task) -> ClaimLines:
    """What the document says is what happens; anything else is a claim of its own."""
    word = task.data.decode()
    if word == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "hang":
        time.sleep(600)
    if word == "leave":
        os._exit(3)
    if word == "hunger":
        raise MemoryError
    if word == "raise":
        raise RuntimeError("an odd page")
    if word.startswith("slow"):
        time.sleep(0.02)
    return ClaimLines((f'{{"value": "{word}"}}',), len(word))
