"""The members of a .zip, by its directory; where that is cut off, by walking from one local head to the next."""

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from lianqun.read.batches.members import ArchiveBroken, Limits, Member, decode_name
from lianqun.read.refusals import ReadingRefused

_LOCAL = struct.Struct("<4s5H3I2H")
_LOCAL_MARK, _DESCRIPTOR_MARK = b"PK\x03\x04", b"PK\x07\x08"
_ENCRYPTED, _DESCRIBED_AFTER, _UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_CHUNK = 64 * 1024
_OFFICE_MARKS = frozenset({"[Content_Types].xml", "mimetype"})
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, struct.error)


def is_office_file(file: BinaryIO) -> bool:
    """Whether a zip is the shell of one office document (Word, Excel, WPS, OpenDocument) rather than an archive of files."""
    try:
        with zipfile.ZipFile(file) as archive:
            return not _OFFICE_MARKS.isdisjoint(archive.namelist())
    except (*_BROKEN, NotImplementedError):
        return False
    finally:
        file.seek(0)


def zip_members(file: BinaryIO, limits: Limits) -> Iterator[Member]:
    """The files of a zip in the order of its directory. Raises ArchiveBroken where it breaks off."""
    try:
        archive = zipfile.ZipFile(file)
    except (*_BROKEN, NotImplementedError):
        yield from _walk(file, limits)
        return
    with archive:
        for info in archive.infolist():
            if not info.is_dir():
                raw = info.orig_filename
                name = raw if info.flag_bits & _UTF8 else decode_name(raw.encode("cp437"))
                yield Member(name, info.file_size, partial(_read, archive, info, name), info.compress_size, _refusal(info))


def _refusal(info: zipfile.ZipInfo) -> str:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "link"
    return "encrypted" if info.flag_bits & _ENCRYPTED else ""


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, most: int) -> bytes:
    try:
        with archive.open(info) as member:
            return member.read(most)
    except NotImplementedError as error:
        raise ReadingRefused("packing", name=name, detail=info.compress_type) from error
    except (*_BROKEN, RuntimeError) as error:
        raise ReadingRefused("member_broken", name=name, detail=type(error).__name__) from error


def _walk(file: BinaryIO, limits: Limits) -> Iterator[Member]:
    """The whole members before the break of a zip without directory; always ends in ArchiveBroken, for something is missing."""
    at = 0
    while True:
        file.seek(at)
        head = file.read(_LOCAL.size)
        if len(head) < _LOCAL.size or not head.startswith(_LOCAL_MARK):
            raise ArchiveBroken(at)
        _, _, flags, method, _, _, crc, packed, _, name_length, extra_length = _LOCAL.unpack(head)
        raw = file.read(name_length)
        start = at + _LOCAL.size + name_length + extra_length
        file.seek(start)
        data, end = _unpack(file, start, -1 if flags & _DESCRIBED_AFTER and not packed else packed, method, limits.document)
        if flags & _DESCRIBED_AFTER:
            crc, end = _descriptor(file, end)
        whole = len(data) > limits.document or zlib.crc32(data) == crc
        if flags & _ENCRYPTED or not whole:
            raise ArchiveBroken(at)
        if not raw.endswith(b"/"):
            name = raw.decode("utf-8", "replace") if flags & _UTF8 else decode_name(raw)
            yield Member(name, len(data), partial(_first, data), end - start)
        at = end


def _first(data: bytes, most: int) -> bytes:
    return data[:most]


def _unpack(file: BinaryIO, start: int, packed: int, method: int, most: int) -> tuple[bytes, int]:
    """The bytes of the member that begins here, one more than `most` where it is longer, and where it ends."""
    if method == _STORED and packed >= 0:
        data = file.read(min(packed, most + 1))
        file.seek(start + packed)
        return data, start + packed
    if method != _DEFLATED:
        raise ArchiveBroken(start)
    inflate, kept, taken = zlib.decompressobj(-zlib.MAX_WBITS), bytearray(), start
    while not inflate.eof:
        chunk = inflate.unconsumed_tail or file.read(_CHUNK)
        taken = file.tell()
        try:
            piece = inflate.decompress(chunk, _CHUNK)
        except zlib.error as error:
            raise ArchiveBroken(taken) from error
        if not chunk and not piece:
            raise ArchiveBroken(taken)
        kept += piece[: most + 1 - len(kept)]
    return bytes(kept), taken - len(inflate.unused_data)


def _descriptor(file: BinaryIO, end: int) -> tuple[int, int]:
    """Check sum and end of what stands behind a member whose size was not known when its head was written."""
    file.seek(end)
    found = file.read(16)
    marked = found.startswith(_DESCRIPTOR_MARK)
    after = found[4:8] if marked else found[:4]
    return int.from_bytes(after, "little"), end + (16 if marked else 12)
