"""The members of a .tar, plain or packed with gzip, bzip2 or xz, as one stream from front to back."""

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO

from lianqun.read.batches.members import MEGABYTE, ArchiveBroken, ArchiveTooLarge, Limits, Member, decode_name
from lianqun.read.refusals import ReadingRefused

_PACKINGS: dict[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.BZ2File, b"\xfd7zXZ\x00": lzma.LZMAFile}
_BROKEN = (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, OSError, ValueError)


class _Rationed:
    """A stream that stops when more is taken from it than was allowed: a head that claims gigabytes is never held in memory."""

    def __init__(self, stream: Any, budget: int) -> None:
        self._stream = stream
        self.budget = budget
        self._allowed = 0
        self._last = b""
        self.taken = 0

    def allow(self, size: int) -> None:
        """Let the next member of this size pass, with its heads."""
        self._allowed = self.taken + size + MEGABYTE

    def read(self, size: int) -> bytes:
        """The next bytes. Raises ArchiveTooLarge beyond what is allowed."""
        data: bytes = self._stream.read1(size)
        self.taken += len(data)
        self._last = (self._last + data)[-tarfile.BLOCKSIZE :]
        if self.taken > min(self._allowed, self.budget):
            raise ArchiveTooLarge
        return data

    @property
    def has_end(self) -> bool:
        """Whether what was taken ends as a tar does, with a block of zeros."""
        return not any(self._last)


def tar_members(file: BinaryIO, packed: int, limits: Limits) -> Iterator[Member]:
    """The files of a tar in its order; `packed` is the size of `file`. Raises ArchiveBroken where it breaks off."""
    head = file.read(6)
    file.seek(0)
    packing = next((opener for start, opener in _PACKINGS.items() if head.startswith(start)), None)
    stream = _Rationed(packing(file) if packing else file, limits.budget(packed) if packing else packed + MEGABYTE)
    stream.allow(0)
    try:
        # Block by block, so that of a stream that breaks off all that came through is used.
        archive = tarfile.TarFile.open(fileobj=stream, mode="r|", bufsize=tarfile.BLOCKSIZE)  # type: ignore[call-overload]
        while (info := archive.next()) is not None:
            archive.members = []  # the library keeps every head it has met
            stream.allow(info.size)
            if not info.isdir():
                yield Member(_name(info), info.size, partial(_read, archive, info, stream), 0, _refusal(info))
            stream.allow(info.size)
    except _BROKEN as error:
        raise ArchiveBroken(stream.taken) from error
    if not stream.has_end:
        raise ArchiveBroken(stream.taken)


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
