"""The documents under what a person named: files, folders with everything below them, and archives."""

import os
import stat
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from lianqun.read.batches.archives import documents_in, opens_as_archive
from lianqun.read.batches.found import Found, is_hidden, is_readable, refused, suffix_of
from lianqun.read.batches.members import Limits, printable
from lianqun.read.decoding import refuse_size
from lianqun.read.refusals import ReadingRefused


def find_documents(paths: Sequence[Path], *, leave_out: Path | None = None, limits: Limits | None = None) -> Iterator[Found]:
    """Every document under these paths, always in the same order: a folder's own files by name, then its folders.

    Links to folders are not followed; `leave_out` is a folder that is not searched (the results may lie among the documents).
    Of a single folder documents are named by their path inside it, of several paths by the whole path as it was given.
    A file that is named itself is always tried; one that is met in a folder only where its suffix is that of a document.
    """
    limits = limits or Limits()
    for path in paths:
        if path.is_dir():
            prefix = Path() if len(paths) == 1 else path
            yield from _in_folder(path, prefix, leave_out.resolve() if leave_out else None, limits)
        else:
            yield from documents_of(path, path.name if len(paths) == 1 else path.as_posix(), limits, named=True)


def is_collection(path: Path) -> bool:
    """Whether a path holds several documents: a folder or an archive."""
    if not path.is_file():
        return path.is_dir()
    try:
        with path.open("rb") as file:
            return opens_as_archive(file, path.name)
    except OSError:
        return False


def _in_folder(folder: Path, prefix: Path, leave_out: Path | None, limits: Limits) -> Iterator[Found]:
    unlisted: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=unlisted.append):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if not is_hidden(name) and (here / name).resolve() != leave_out)
        for name in sorted(names):
            if not is_hidden(name):
                yield from documents_of(here / name, (prefix / here.relative_to(folder) / name).as_posix(), limits)
        for error in unlisted:
            where = prefix / Path(str(error.filename)).relative_to(folder)
            yield refused(printable(where.as_posix()), "unreadable", detail=error.strerror or "?")
        unlisted.clear()


def documents_of(path: Path, shown: str, limits: Limits, *, named: bool = False) -> Iterator[Found]:
    """The documents of one file, shown under another name: itself, or what is in it where it is an archive.

    `named` says that a person named this file, so that it is tried whatever its suffix is.
    """
    document = printable(shown)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield refused(document, "other_kind", detail="—")
            return
        with path.open("rb") as file:
            if opens_as_archive(file, shown):
                yield from documents_in(file, document, limits=limits)
                return
    except FileNotFoundError:
        yield refused(document, "missing")
        return
    except OSError as error:
        yield refused(document, "unreadable", detail=error.strerror or "?")
        return
    if named or is_readable(shown):
        yield Found(document, partial(_load, path, document))
    else:
        yield refused(document, "other_kind", detail=suffix_of(shown))


def _load(path: Path, document: str) -> bytes:
    try:
        refuse_size(path.stat().st_size, document)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadingRefused("missing", name=document) from error
    except OSError as error:
        raise ReadingRefused("unreadable", name=document, detail=error.strerror or "?") from error
