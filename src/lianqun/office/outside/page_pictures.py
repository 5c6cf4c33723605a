"""Pictures of the pages of a PDF: drawn when they are asked for, in a process of their own, and kept while there is room."""

import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files as files_of
from pathlib import Path

from lianqun.office.outside import files

MOST_SECONDS = 6
TRIED_AGAIN_AFTER_SECONDS = 3600
MOST_KEPT_BYTES = 500 * 1024 * 1024
_DRAWING = threading.Lock()


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page as drawn: its picture, its size in pixels, its characters without white space, and the box of each, flat."""

    picture: Path
    width: int
    height: int
    text: str
    boxes: list[int]


def page_of(file_name: str, number: int) -> PrintedPage | None:
    """Page `number` (from 1) of a kept PDF, drawn if need be (some tenths of a second); None for what cannot be drawn in bounds."""
    picture = files.page_path(file_name, number)
    source = files.path_of(file_name)
    if not source.is_file():
        return None
    with _DRAWING:
        if not _is_drawn(picture):
            _draw(source, number, picture)
    return _read_page(picture, _head_of(picture).stat().st_mtime_ns)


def _is_drawn(picture: Path) -> bool:
    """Whether the page lies there, or was found impossible to draw within the last hour."""
    head = _head_of(picture)
    if not head.is_file():
        return False
    kept = head.stat()
    return picture.is_file() if kept.st_size else time.time() - kept.st_mtime < TRIED_AGAIN_AFTER_SECONDS


@lru_cache(maxsize=64)
def _read_page(picture: Path, _modified_ns: int) -> PrintedPage | None:
    head = _head_of(picture).read_bytes()
    return PrintedPage(picture, **json.loads(head)) if head else None


def _head_of(picture: Path) -> Path:
    return picture.with_suffix(".json")


def _draw(source: Path, number: int, picture: Path) -> None:
    """The picture and beside it what stands where; an empty head for a page that cannot be drawn, so that not every
    request tries it again."""
    program = str(files_of("lianqun.read.files") / "page_picture.py")
    command = [sys.executable, "-I", program, str(source), str(number)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=True, env={})
        head, _line, data = done.stdout.partition(b"\n")
        files.write_file(picture, data)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        head = b""
    files.write_file(_head_of(picture), head)
    _make_room(picture.parent.parent, besides=(picture, _head_of(picture)))


def _make_room(folder: Path, besides: tuple[Path, ...]) -> None:
    """Remove what was drawn longest ago until the rest is small enough; the page just drawn stays."""
    kept = sorted(((one.stat().st_mtime, one.stat().st_size, one) for one in folder.glob("*/*")), reverse=True)
    total = 0
    for _drawn, size, path in kept:
        total += size
        if total > MOST_KEPT_BYTES and path not in besides:
            path.unlink(missing_ok=True)
