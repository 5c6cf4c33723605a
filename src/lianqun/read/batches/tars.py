"""The members of a .tar, plain or packed with gzip, bzip2 or xz, as one stream from front to back."""

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from lianqun.read.batches.members import MEGABYTE, ArchiveBroken, ArchiveTooLarge, Limits, Member, decode_name
from lianqun.read.refusals import ReadingRefused

_PACKINGS = {b"\x1f\x8b": gzip.GzipFile, b"BZh": bz2.BZ2File, b"\xfd7zXZ\x00": lzma.LZMAFile}
_BROKEN = (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, OSError, ValueError)


class _Rationed:
    """A stream that stops when more is taken from it than was allowed: a head that claims gigabytes is never held in memory."""

    def __init__(self, stream: BinaryIO, budget: int) -> None:
        self._stream = stream
        self.budget = budget
        self._allowed = 0
        self.taken = 0

    def allow(self, size: int) -> None:
        """Let the next member of this size pass, with its heads."""
        self._allowed = self.taken + size + MEGABYTE

    def read(self, size: int) -> bytes:
        """The next bytes. Raises ArchiveTooLarge beyond what is allowed."""
        data = self._stream.read(size)
        self.taken += len(data)
        if self.taken > min(self._allowed, self.budget):
            raise ArchiveTooLarge
        return data


def tar_members(file: BinaryIO, packed: int, limits: Limits) -> Iterator[Member]:
    """The files of a tar in its order; `packed` is the size of `file`. Raises ArchiveBroken where it breaks off."""
    head = file.read(6)
    file.seek(0)
    packing = next((opener for start, opener in _PACKINGS.items() if head.startswith(start)), None)
    stream = _Rationed(packing(file) if packing else file, limits.budget(packed) if packing else packed + MEGABYTE)
    stream.allow(0)
    try:
        archive = tarfile.TarFile.open(fileobj=stream, mode="r|")  # type: ignore[call-overload]
        while (info := archive.next()) is not None:
            archive.members = []  # the library keeps every head it has met
            stream.allow(info.size)
            if not info.isdir():
                yield Member(_name(info), info.size, partial(_read, archive, info, stream), 0, _refusal(info))
            stream.allow(info.size)
    except _BROKEN as error:
        raise ArchiveBroken(stream.taken) from error


def _name(info: tarfile.TarInfo) -> str:
    return decode_name(info.name.encode("utf-8", "surrogateescape"))


def _refusal(info: tarfile.TarInfo) -> str:
    return "" if info.isreg() else "link"


def _read(archive: tarfile.TarFile, info: tarfile.TarInfo, stream: _Rationed, most: int) -> bytes:
    """What is missing at the end of the archive is said by the walk over it, when it goes on."""
    member = archive.extractfile(info)
    assert member is not None
    try:
        return member.read(most)
    except _BROKEN as error:
        raise ReadingRefused("member_broken", name=_name(info), detail=type(error).__name__) from error
    except ArchiveTooLarge as error:
        raise ReadingRefused("archive_too_large", name=_name(info), limit=stream.budget // MEGABYTE) from error
