"""A document that was found but not yet loaded, and by which names documents and archives are known."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from lianqun.read.lists import rows_of, words_of
from lianqun.read.refusals import ReadingRefused

_SUFFIX = re.compile(r"\.(?=\w*[a-z])[a-z0-9]{1,5}", re.ASCII)
_ARCHIVES = frozenset((".zip", ".tar", ".tgz", ".gz", ".tbz2", ".bz2", ".txz", ".xz", ".rar", ".7z", ".zst"))
_TAR_MARK, _TAR_MARK_AT = b"ustar", 257
SNIFFED = 512


@dataclass(frozen=True, slots=True)
class Found:
    """One document: its name for people, and how to get its bytes.

    `load` raises ReadingRefused for what cannot be had; inside an archive it may be called only before the next is asked for.
    """

    document: str
    load: Callable[[], bytes]


def refused(document: str, code: str, **details: object) -> Found:
    """A document that is refused when it is loaded, so that its outcome stands at its place among the others."""

    def load() -> bytes:
        raise ReadingRefused(code, name=document, **details)

    return Found(document, load)


def suffix_of(name: str) -> str:
    """The suffix that tells a kind of file, in small letters; of “2024.01.22 快讯” there is none."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def is_readable(name: str) -> bool:
    """Whether a file of this name is read when nobody named it itself."""
    suffix = suffix_of(name)
    return not suffix or suffix in words_of("lianqun.read", "readable_suffixes.csv", "suffix")


def is_hidden(name: str) -> bool:
    """Whether a path is something that systems put beside documents: hidden files and the leavings of macOS and Windows."""
    return any(part.startswith((".", "~$")) or part in ("__MACOSX", "Thumbs.db") for part in PurePosixPath(name).parts)


def is_named_archive(name: str) -> bool:
    """Whether the name is that of an archive."""
    return suffix_of(name) in _ARCHIVES


def archive_kind(head: bytes) -> str:
    """Of a file that begins so: `zip`, `tar`, the name of an archive that is not opened (`RAR`, `7Z`), or nothing."""
    if head[_TAR_MARK_AT:].startswith(_TAR_MARK):
        return "tar"
    rows = rows_of("lianqun.read", "kinds_of_file.csv")
    kind = next((row["detail"] for row in rows if row["code"] == "archive" and head.startswith(bytes.fromhex(row["start"]))), "")
    return {"ZIP": "zip", "GZIP": "tar", "BZIP2": "tar", "XZ": "tar"}.get(kind, kind)
