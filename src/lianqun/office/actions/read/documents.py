"""Documents: kept byte for byte, read into passages and proposed statements."""

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import PurePath
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.languages import in_words
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.read.statements import CLAIM_COLUMNS, fingerprint, value_of_claim
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role
from lianqun.office.actions.trace.linking import link_names
from lianqun.office.evidence.models import Document, Passage, Source, Statement
from lianqun.office.outside import files, layouts, second_reader, source_folders
from lianqun.office.queries.rows.names import organizations_named
from lianqun.office.queries.trace.naming import known_in
from lianqun.read import KnownOrganization, Reading, ReadingRefused, read_bytes
from lianqun.vocab.claims import Claim
from lianqun.vocab.codes import code_lists

DOUBT_COLUMNS = ("confidence", "flags", "rule", "reader")
MOST_BYTES = 20 * 1024 * 1024


def _check_adding(by: User, *, data: bytes = b"", source_id: str | None = None, read_as: str = "") -> Refused | None:
    if len(data) > MOST_BYTES:
        return Refused("too_large", _("The file is larger than 20 MB; send the part that matters."), status=422)
    if source_id is not None and not Source.objects.filter(pk=source_id).exists():
        return Refused("unknown_source", _("Say first where the document comes from: this source is not known."), status=422)
    return check_reading_as(read_as) or refusal_of_role(by, Permission.DOCUMENT_ADD)


def check_reading_as(read_as: str) -> Refused | None:
    """The refusal of a source folder that is not there."""
    if source_folders.is_known(read_as):
        return None
    return Refused("unknown_read_as", _("There is no such way to read a document; choose one of the list."), status=422)


def _check_rereading(by: User, *, document: Document | None = None) -> Refused | None:
    if document is not None and not (document.file and files.path_of(document.file).exists()):
        return Refused("no_file", _("The site does not keep the file of this document, so it cannot be read again."))
    return refusal_of_role(by, Permission.DOCUMENT_ADD)


class BothReadings(NamedTuple):
    """A reading, and how far the second reader agrees with it: its counts or its failure; None where there is none."""

    reading: Reading
    second: dict[str, object] | None


def _read(data: bytes, name: str, published_on: date | None, read_as: str) -> BothReadings:
    """The rules' reading, with the second reader's beside it where the site has one. A model that fails refuses nothing.

    Both look for the names of the office's register first.
    """
    known: list[KnownOrganization] = []

    def look_up(text: str) -> list[KnownOrganization]:
        known.extend(known_in(text))
        return known

    try:
        sources, source = source_folders.chosen(read_as)
        reading = read_bytes(
            data, name=name, published=published_on, known=look_up, names=settings.NAMES, sources=sources, source=source
        )
    except ReadingRefused as refused:
        raise Refused(refused.code, in_words(refused.zh, refused.en), status=422) from refused
    folder = settings.HOME / "answers"
    reading, outcome = second_reader.read_twice(reading, settings.SECOND_READER, folder=folder, known=known)
    return BothReadings(reading, second_reader.row_of(outcome))


def _prepare_adding(*, name: str, data: bytes, published_on: date | None = None, read_as: str = "") -> dict[str, BothReadings]:
    return {"read": _read(data, name, published_on, read_as)}


def _prepare_rereading(*, document: Document) -> dict[str, BothReadings]:
    data = files.path_of(document.file).read_bytes()
    return {"read": _read(data, PurePath(document.file).name, document.published_on, document.read_as)}


@action(_check_adding, prepare=_prepare_adding)
def add(
    *,
    by: User,
    name: str,
    data: bytes,
    source_id: str,
    title: str = "",
    published_on: date | None = None,
    read_as: str = "",
    read: BothReadings | None = None,
) -> Document:
    """Keep a document, read it, and propose what it says as statements. The same bytes twice add nothing.

    Returns the document (the standing one, when the bytes are known). Raises Refused with the reader's own code
    for what cannot be read: nothing is kept then. It is read as the source folder `read_as` ("" as it is recognised, "none" as no
    source). `read` is made before the transaction begins.
    """
    assert read is not None
    reading = read.reading
    sha256 = hashlib.sha256(data).hexdigest()
    known = Document.objects.filter(sha256=sha256).first()
    if known is not None:
        log_event(type="document.add_again", by=by, subject=known, after={"name": name})
        return known
    document = Document(
        id=f"d{sha256[:20]}",
        source_id=source_id,
        title=(title or reading.title or PurePath(name).stem)[:300],
        published_on=published_on or reading.published,
        sha256=sha256,
        file=f"{sha256[:20]}{PurePath(name).suffix.lower()[:10]}",
        media_type=reading.media_type[:300],
        read_as=read_as or _name_of_source(reading),
    )
    files.write_file(files.path_of(document.file), data)
    document.save(force_insert=True)
    new = _keep_reading(document, reading)
    after = {"name": name, "sha256": sha256, "statements": new, **link_names(document), **_told(read)}
    log_event(type="document.add", by=by, subject=document, after=after)
    return document


@action(_check_rereading, prepare=_prepare_rereading)
def reread(*, by: User, document: Document, read: BothReadings | None = None) -> int:
    """Read a kept document again with the present reader. Returns how many statements are new; standing claims stay as they are."""
    assert read is not None
    new = _keep_reading(document, read.reading)
    if not document.read_as and (name := _name_of_source(read.reading)):
        document.read_as = name
        document.save(update_fields=["read_as"])
    after = {"reader": str(read.reading.reader), "statements": new, **link_names(document), **_told(read)}
    log_event(type="document.reread", by=by, subject=document, after=after)
    return new


def _name_of_source(reading: Reading) -> str:
    return reading.source.source.name if reading.source and reading.source.source else ""


def _told(read: BothReadings) -> dict[str, object]:
    """What the audit log keeps of a reading besides its counts: the second reader's word, and the source with its reasons."""
    recognition = read.reading.source
    source = {"source": dict(zip(("zh", "en"), recognition.words(), strict=True))} if recognition else {}
    return {**({"second": read.second} if read.second else {}), **source}


def _keep_reading(document: Document, reading: Reading) -> int:
    """Passages and proposed statements of a reading. Returns how many are new.

    Those known already are marked as seen again; while they wait for review, their doubts are those of this reading.
    """
    files.write_file(files.text_path(document.pk), reading.text.encode())
    passages = {passage.pk: passage for passage in (_passage(document, claim) for claim in reading.claims)}
    Passage.objects.bulk_create(passages.values(), ignore_conflicts=True, batch_size=500)
    statements = list(_statements(document, reading))
    cells = {one.pk: claim.cell for one, claim in zip(statements, reading.claims, strict=True) if claim.cell}
    layouts.keep_layout(document.pk, reading, cells)
    read = {statement.pk: statement for statement in statements}
    known = set(Statement.objects.filter(passage__document=document, pk__in=read).values_list("pk", flat=True))
    Statement.objects.filter(pk__in=known).update(last_seen_at=timezone.now())
    waiting = Statement.objects.filter(pk__in=known, status="proposed").values_list("pk", flat=True)
    Statement.objects.bulk_update([read[pk] for pk in waiting], DOUBT_COLUMNS, batch_size=500)
    new = [statement for pk, statement in read.items() if pk not in known]
    new = _without_repeated(document, new) if known else new
    Statement.objects.bulk_create(new, batch_size=500)
    return len(new)


def _without_repeated(document: Document, new: list[Statement]) -> list[Statement]:
    """Without those that stand already under another name of the same organisation: it got an alias since the last reading."""
    tied = Statement.objects.filter(passage__document=document).exclude(subject_id="")
    standing = {(_said(one), one.subject_id) for one in tied}
    means = organizations_named({one.subject for one in new})
    return [one for one in new if (_said(one), means.get(one.subject)) not in standing]


def _said(statement: Statement) -> tuple[object, ...]:
    """What a claim says, whatever it calls its subject."""
    told = {name: getattr(statement, name) for name in CLAIM_COLUMNS if name != "subject"}
    if statement.claim_type == "organization":
        told["value_text"] = ""
    return tuple(told.values())


def _passage(document: Document, claim: Claim) -> Passage:
    place = f"{document.pk}\x1f{claim.start}\x1f{claim.end}\x1f{claim.quote}"
    return Passage(
        id="p" + hashlib.sha256(place.encode()).hexdigest()[:24],
        document=document,
        start=claim.start,
        end=claim.end,
        quote=claim.quote,
    )


def _statements(document: Document, reading: Reading) -> Iterable[Statement]:
    for claim in reading.claims:
        statement = _statement(claim, reader=str(reading.reader))
        statement.passage_id = _passage(document, claim).pk
        statement.id = fingerprint(statement)
        yield statement


def _statement(claim: Claim, *, reader: str) -> Statement:
    text, number, upper = value_of_claim(claim)
    cut: dict[str, Any] = {
        name: getattr(claim, name)[:300] for name in ("attribute", "unit", "change", "period", "region", "chain", "rule")
    }
    coded = {
        name: getattr(claim, name) if getattr(claim, name) in code_lists()[name] else "" for name in ("qualifier", "modality")
    }
    now = timezone.now()
    return Statement(
        **cut,
        **coded,
        claim_type=claim.type,
        subject=claim.subject,
        value_text=text,
        value_number=number,
        value_upper=upper,
        as_printed=claim.quote,
        confidence=round(claim.confidence, 4),
        flags=" ".join(claim.flags),
        reader=reader[:300],
        status="proposed",
        first_seen_at=now,
        last_seen_at=now,
    )
