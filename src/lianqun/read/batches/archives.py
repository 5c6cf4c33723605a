"""The documents inside an archive, one after another, held to limits, without unpacking anything to disk."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from lianqun.read.batches.found import SNIFFED, Found, archive_kind, is_hidden, is_named_archive, is_readable, refused, suffix_of
from lianqun.read.batches.members import MEGABYTE, ArchiveBroken, ArchiveTooLarge, Limits, Member, safe_name
from lianqun.read.batches.tars import tar_members
from lianqun.read.batches.zips import is_office_file, zip_members
from lianqun.read.refusals import ReadingRefused

LAYERS = 2


def opens_as_archive(file: BinaryIO, name: str) -> bool:
    """Whether the content of a file is an archive of documents, also one that cannot be opened; office files are not."""
    head = file.read(SNIFFED)
    file.seek(0)
    kind = archive_kind(head)
    return bool(kind) and not (kind == "zip" and (_is_document_by_name(name) or is_office_file(file)))


def _is_document_by_name(name: str) -> bool:
    return bool(suffix_of(name)) and is_readable(name)


def documents_in(file: BinaryIO, document: str, *, limits: Limits, layers: int = LAYERS) -> Iterator[Found]:
    """Every document of an archive in its order, named `archive/member`; archives inside are opened to `layers` in all.

    What is wrong with the archive as a whole comes last, as a document of its own name that is refused.
    """
    head, packed = file.read(SNIFFED), file.seek(0, io.SEEK_END)
    file.seek(0)
    kind = archive_kind(head)
    if kind not in ("zip", "tar"):
        yield refused(document, "archive", detail=kind)
        return
    members = zip_members(file, limits) if kind == "zip" else tar_members(file, packed, limits)
    budget, count = limits.budget(packed), 0
    try:
        for member in members:
            budget -= min(member.size, limits.nested) if member.packed else 0
            if budget < 0:
                raise ArchiveTooLarge
            count += 1
            if not is_hidden(member.name):
                yield from _found(member, f"{document}/{safe_name(member.name)}", limits, layers)
    except ArchiveBroken as broken:
        yield refused(document, "archive_broken" if count or kind == "zip" else "archive", at=broken.at, count=count, detail=kind)
    except ArchiveTooLarge:
        yield refused(document, "archive_too_large", limit=limits.budget(packed) // MEGABYTE)
    else:
        if not count:
            yield refused(document, "empty")


def _found(member: Member, document: str, limits: Limits, layers: int) -> Iterator[Found]:
    if member.refusal:
        yield refused(document, member.refusal)
    elif is_named_archive(member.name):
        yield from _nested(member, document, limits, layers - 1)
    elif not is_readable(member.name):
        yield refused(document, "other_kind", detail=suffix_of(member.name))
    else:
        yield Found(document, lambda: _load(member, document, limits))


def _load(member: Member, document: str, limits: Limits) -> bytes:
    if member.packed and limits.is_bomb(member.size, member.packed):
        raise ReadingRefused("bomb", name=document, size=member.size // MEGABYTE)
    data = b"" if member.size > limits.document else member.read(limits.document + 1)
    if max(member.size, len(data)) > limits.document:
        raise ReadingRefused("too_large", name=document, size=member.size // MEGABYTE, limit=limits.document // MEGABYTE)
    return data


def _nested(member: Member, document: str, limits: Limits, layers: int) -> Iterator[Found]:
    """The documents of an archive within an archive, which is held in memory meanwhile."""
    if not layers:
        yield refused(document, "nested")
        return
    if member.size > limits.nested:
        yield refused(document, "archive_too_large", limit=limits.nested // MEGABYTE)
        return
    try:
        data = member.read(limits.nested + 1)
    except ReadingRefused as refusal:
        yield refused_so(document, refusal)
        return
    yield from documents_in(io.BytesIO(data), document, limits=limits, layers=layers)


def refused_so(document: str, refusal: ReadingRefused) -> Found:
    """A document whose refusal is known already."""

    def load() -> bytes:
        raise refusal

    return Found(document, load)
