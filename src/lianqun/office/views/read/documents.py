"""Documents: the list with the upload, and one document with its passages marked."""

from datetime import date
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqun.office.accounts.rights import Permission
from lianqun.office.actions.read import document_batches
from lianqun.office.actions.read import documents as acts
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.evidence.models import Document, Source
from lianqun.office.outside import source_folders
from lianqun.office.outside.layouts import layout_of
from lianqun.office.outside.page_pictures import page_of
from lianqun.office.pages.addresses import join_query
from lianqun.office.pages.frame import PageRequest, page, render
from lianqun.office.pages.rail import Entry
from lianqun.office.pages.words import in_own_language, is_chinese
from lianqun.office.queries.read import documents as queries
from lianqun.office.queries.read import source_picture as pictures
from lianqun.office.queries.read.questions import read_names
from lianqun.office.queries.rows.row_names import name_rows
from lianqun.office.queries.rows.visible import visible_to
from lianqun.read.batches import opens_as_archive
from lianqun.read.second import reason_words

MOST_BYTES = 50_000_000
MOST_BYTES_OF_MANY = 200_000_000


@page("documents", "documents", Permission.EVIDENCE_VIEW, rail=(Entry("read", 10, gettext_lazy("Documents"), "d"),))
def list_documents(request: PageRequest) -> HttpResponse:
    """All documents; a POST adds one."""
    if request.method == "POST":
        return _add(request)
    user = request.frame.user
    context = {
        "title": _("Documents"),
        "documents": list(queries.list_documents(user, request.GET.get("q", "").strip())),
        "wanted": request.GET.get("q", ""),
        "sources": list(visible_to(user, Source.objects.order_by("name_zh"))),
        "ways": [(way.name, way.zh if is_chinese() else way.en) for way in source_folders.usable_sources()],
        "refusal": acts.add.why_not(user),
    }
    return render(request, "read/documents.html", context)


def _add(request: PageRequest) -> HttpResponse:
    uploads = request.FILES.getlist("file")
    if not uploads:
        messages.error(request, _("Choose a file first."))
        return redirect("documents")
    file = uploads[0]
    if len(uploads) > 1 or opens_as_archive(cast(BinaryIO, file.file), file.name or ""):
        return _queue(request, uploads)
    if file.size is not None and file.size > MOST_BYTES:
        raise Refused("too_large", _("The file is larger than 50 MB. Upload the text alone, without pictures."), status=422)
    document = acts.add(
        by=request.frame.user,
        name=file.name or "",
        data=file.read(),
        source_id=request.POST.get("source_id", ""),
        title=request.POST.get("title", "").strip(),
        published_on=_published(request),
        read_as=request.POST.get("read_as", ""),
    )
    messages.success(request, _("The document was read; what it says waits for review."))
    return redirect(join_query(reverse("document", args=[document.pk]), request.frame.scope))


def _queue(request: PageRequest, uploads: list[UploadedFile]) -> HttpResponse:
    """Several files, or an archive of them: read in the background, one after another."""
    if sum(file.size or 0 for file in uploads) > MOST_BYTES_OF_MANY:
        sentence = _("Together the files are larger than 200 MB. Upload them in parts.")
        raise Refused("too_large", sentence, status=422)
    job = document_batches.queue_documents(
        by=request.frame.user,
        uploads=[(file.name or "", file.read()) for file in uploads],
        source_id=request.POST.get("source_id", ""),
        published_on=_published(request),
        read_as=request.POST.get("read_as", ""),
    )
    return redirect("job", job.pk)


def _published(request: PageRequest) -> date | None:
    text = request.POST.get("published_on", "")
    return date.fromisoformat(text) if text else None


def _find(request: PageRequest, document_id: str) -> Document:
    found = visible_to(request.frame.user, Document.objects.select_related("source").filter(pk=document_id)).first()
    if found is None:
        raise Http404(_("There is no document “%(id)s”.") % {"id": document_id})
    return found


def _second_word(what: str) -> str:
    """A count of the two readers' agreement, or why something was dropped, in the language of the reader."""
    zh, en = reason_words(what)
    return zh if is_chinese() else en


def _span(text: str) -> tuple[int, int] | None:
    """`start-end` as two numbers; None for anything else."""
    start, _dash, end = text.partition("-")
    return (int(start), int(end)) if start.isdecimal() and end.isdecimal() and int(start) < int(end) and len(end) < 12 else None


@page("documents/<str:document_id>", "document", Permission.EVIDENCE_VIEW, single=True)
def show_document(request: PageRequest, document_id: str) -> HttpResponse:
    """The text with its passages marked; `?at=start-end` opens one of them."""
    document = _find(request, document_id)
    user = request.frame.user
    at = _span(request.GET.get("at", ""))
    evidence = queries.evidence_within(user, document, *at) if at else []
    last = queries.last_reading(document)
    context = {
        "title": document.title,
        "document": document,
        "pieces": queries.mark_text(document, at),
        "statements": queries.statements_within(user, document, *at) if at else [],
        "evidence": evidence,
        "names": name_rows(evidence),
        "at": at,
        "readers": queries.readers_of(document),
        "second": last.get("second"),
        "source_word": last.get("source", {}).get("zh" if is_chinese() else "en", ""),
        "second_word": _second_word,
        "names_waiting": len(read_names(user, document)),
        "refusal": acts.reread.why_not(user, document=document),
        "warnings": [in_own_language(said) for said in layout_of(document.pk).warnings],
        **_shown(request, document, at),
    }
    return render(request, "read/document.html", context)


def _shown(request: PageRequest, document: Document, at: tuple[int, int] | None) -> dict[str, Any]:
    """What of a document is looked at: its text, or one of its tables or pages."""
    layout = layout_of(document.pk)
    shows = {
        "": _("Text"),
        **({"pages": _("Printed pages")} if layout.is_printed else {}),
        **({"tables": _("Tables")} if layout.tables else {}),
    }
    show = request.GET.get("show", "")
    if not show or show not in shows:
        return {"shows": shows, "show": ""}
    asked = pictures.find_part(layout, show, at)
    number = _number(request.GET.get("n", ""), asked)
    first = _number(request.GET.get("first", ""), 0)
    picture, rest = pictures.show_part(document, show, number, (at, first))
    words = {False: _("The rows before"), True: _("The next rows")}
    return {
        "shows": shows,
        "show": show,
        "parts": pictures.list_parts(layout, show),
        "number": number,
        "picture": picture,
        "rest": [(row, words[row > first]) for row in rest],
    }


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else otherwise


@page("documents/<str:document_id>/pages/<int:number>.png", "page-picture", Permission.EVIDENCE_VIEW, single=True)
def send_page(request: PageRequest, document_id: str, number: int) -> FileResponse:
    """The picture of a page of a PDF."""
    document = _find(request, document_id)
    layout = layout_of(document.pk)
    drawn = page_of(document.file, number) if layout.is_printed and 0 < number <= len(layout.pages) else None
    if drawn is None:
        raise Http404(_("There is no picture of this page."))
    response = FileResponse(drawn.picture.open("rb"), content_type="image/png")
    response["Cache-Control"] = "private, max-age=86400"
    return response


@page("documents/<str:document_id>/passages", "passages", Permission.EVIDENCE_VIEW, single=True)
def show_passages(request: PageRequest, document_id: str) -> HttpResponse:
    """The claims of a marked passage, for the drawer."""
    document = _find(request, document_id)
    at = _span(request.GET.get("at", "")) or (0, 0)
    user = request.frame.user
    statements = queries.statements_within(user, document, *at)
    evidence = queries.evidence_within(user, document, *at)
    return render(
        request,
        "read/_passages.html",
        {"document": document, "statements": statements, "evidence": evidence, "names": name_rows(evidence)},
    )


@page("documents/<str:document_id>/reread", "reread", Permission.EVIDENCE_VIEW, single=True)
def reread(request: PageRequest, document_id: str) -> HttpResponse:
    """Read a document again with the present reader."""
    if request.method == "POST":
        new = acts.reread(by=request.frame.user, document=_find(request, document_id))
        messages.success(request, _("Read again: %(n)s new statements.") % {"n": new})
    return redirect("document", document_id)
