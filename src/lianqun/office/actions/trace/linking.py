"""Names in documents tied to the register: by themselves where they are sure, else by a person, who can take it back."""

import uuid
from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission, has_permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import delete_rows, write_rows
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role, refusal_of_row
from lianqun.office.evidence.models import Document, Evidence, Statement
from lianqun.office.queries.rows.names import rows_named
from lianqun.office.queries.rows.whole_tables import frame_of_texts
from lianqun.office.queries.trace.identity import group_of
from lianqun.office.queries.trace.naming import Meant, resolve_names
from lianqun.office.registry.models import Alias, NameQuestion, Organization, Place, Project

OVER = ("rejected", "withdrawn")
SAID = "said"
NAME_TYPES = ("organization", "relation", "placement")


def _check_open(by: User, *, question: NameQuestion | None = None) -> Refused | None:
    if question is not None and question.verdict:
        return Refused("already_answered", _("This has been answered already; take that answer back first."))
    return refusal_of_role(by, Permission.STATEMENT_REVIEW)


def _check_accepting(by: User, *, question: NameQuestion | None = None, everywhere: bool = False) -> Refused | None:
    refusal = _check_open(by, question=question)
    if refusal is None and everywhere:
        refusal = refusal_of_role(by, Permission.IMPORT_APPLY)
    if refusal is not None or question is None:
        return refusal
    organization = Organization.objects.filter(pk=question.organization_id).first()
    if organization is None:
        return Refused("organization_gone", _("This organisation is no longer on record; answer that it is not the one."))
    if _questions(question).filter(verdict="same").exists():
        return Refused("other_chosen", _("The name was tied to another organisation here; take that answer back first."))
    others = Alias.objects.filter(alias=question.name).exclude(organization_id__in=group_of(question.organization_id))
    if everywhere and others.exists():
        return Refused("alias_taken", _("Another organisation goes by this name too, so it can be tied in this document only."))
    return refusal_of_row(by, Permission.IMPORT_APPLY, organization) if everywhere else None


def _check_answered(by: User, *, question: NameQuestion | None = None) -> Refused | None:
    if question is not None and not question.verdict:
        return Refused("not_answered", _("This has not been answered, so there is nothing to take back."))
    if question is not None and question.alias_id and not has_permission(by, Permission.IMPORT_APPLY):
        return refusal_of_role(by, Permission.IMPORT_APPLY)
    return refusal_of_role(by, Permission.STATEMENT_REVIEW)


def _check_untying(by: User, *, document: Document | None = None, name: str = "") -> Refused | None:
    if document is not None and not _statements(document.pk, name).exclude(subject_id="").exists():
        return Refused("not_tied", _("This name is not tied to an organisation in this document."))
    return refusal_of_role(by, Permission.STATEMENT_REVIEW)


def _check_looking(by: User) -> Refused | None:
    return refusal_of_role(by, Permission.STATEMENT_REVIEW)


@action(_check_looking)
def look_again(*, by: User, document: Document) -> dict[str, int]:
    """Look up the names of a document in the register as it is now. Returns how many statements were tied and names asked about."""
    done = link_names(document)
    log_event(type="name.look_again", by=by, subject=document, after=done)
    return done


@action(_check_accepting)
def accept(*, by: User, question: NameQuestion, everywhere: bool = False) -> NameQuestion:
    """Hold a name in a document to mean the organisation: its statements there are tied to it.

    With `everywhere` the name becomes an alias, with the statement as evidence, so that later documents are read by it.
    Returns the question, answered.
    """
    tied = _tie(question)
    question.alias_id = _add_alias(by, question) if everywhere else ""
    after = {"organization": question.organization_id, "statements": tied, "alias": question.alias_id}
    return _answer(by, question, "same", "name.accept", after)


@action(_check_open)
def refuse(*, by: User, question: NameQuestion) -> NameQuestion:
    """Hold a name to mean somebody else; this pair is not asked about again, in any document. Returns the question, answered."""
    return _answer(by, question, "different", "name.refuse", {"organization": question.organization_id})


@action(_check_answered)
def undo(*, by: User, question: NameQuestion) -> NameQuestion:
    """Take an answer back, with the alias that it added; statements tied by it are tied to nobody. Returns the question, open again."""
    if question.verdict == "same":
        _statements(question.document_id, question.name).filter(subject_id=question.organization_id).update(subject_id="")
    if question.alias_id:
        told = list(Evidence.objects.filter(table="aliases", row_id=question.alias_id).values_list("pk", flat=True))
        delete_rows(by=by, ids={"evidence": told, "aliases": [question.alias_id]}, parent=f"documents/{question.document_id}")
    taken = {"verdict": question.verdict, "alias": question.alias_id}
    question.alias_id = ""
    return _answer(by, question, "", "name.undo", taken)


@action(_check_untying)
def untie(*, by: User, document: Document, name: str) -> NameQuestion:
    """Say that a name in a document does not mean the organisation it was tied to. Returns the answer, which can be taken back."""
    statements = _statements(document.pk, name).exclude(subject_id="")
    own = str(statements.values_list("subject_id", flat=True)[0])
    statements.update(subject_id="")
    given = {"rule": SAID, "reason_zh": "由人工解除", "reason_en": "Untied by a person"}
    question, _is_new = NameQuestion.objects.get_or_create(
        document_id=document.pk, name=name, organization_id=own, defaults=given
    )
    return _answer(by, question, "different", "name.untie", {"organization": own})


def link_names(document: Document) -> dict[str, int]:
    """Tie a document's statements to organisations where that is sure, and ask where it is likely, for actions that read it.

    Those about a place or a project are tied to it where its name is the subject, to the letter. Standing answers and ties stay; questions that wait are asked anew. Returns `tied` statements and `asked` questions.
    """
    standing = Statement.objects.filter(passage__document=document).exclude(status__in=OVER)
    rows = list(standing.exclude(subject="").values_list("id", "claim_type", "subject", "value_text", "subject_id"))
    learned = {subject: full for _id, kind, subject, full, _own in rows if kind == "organization" and full not in ("", subject)}
    free: dict[str, list[str]] = {}
    for pk, _kind, subject, _full, own in rows:
        if not own:
            free.setdefault(subject, []).append(pk)
    _tie_exact(standing, {subject for _id, _kind, subject, *_rest in rows})
    meant = resolve_names(free.keys(), learned)
    tied = _tie_sure(document, free, meant)
    NameQuestion.objects.filter(document_id=document.pk, verdict="").delete()
    places = {subject for _id, kind, subject, *_rest in rows if kind == "place"}
    organizations = {subject for _id, kind, subject, *_rest in rows if kind in NAME_TYPES} - places
    open_names = {name: one for name, one in meant.items() if name in organizations and one.asked}
    return {"tied": tied, "asked": _ask(document, open_names)}


def _tie_exact(statements: QuerySet[Statement], names: set[str]) -> None:
    """Statements to the places and projects whose names their subjects are."""
    for column, model in (("subject_place_id", Place), ("subject_project_id", Project)):
        for name, own in rows_named(model, names).items():
            statements.filter(subject=name).exclude(**{column: own}).update(**{column: own})


def _tie_sure(document: Document, free: Mapping[str, list[str]], meant: Mapping[str, Meant]) -> int:
    """Subject ids for what is sure or was answered before. Returns how many statements got one."""
    answered = dict(NameQuestion.objects.filter(document_id=document.pk, verdict="same").values_list("name", "organization_id"))
    refused = _refused(meant)
    tied = 0
    for name, ids in free.items():
        own = answered.get(name) or (meant[name].organization_id if name in meant else "")
        if own and (name in answered or (name, own) not in refused):
            tied += Statement.objects.filter(pk__in=ids).update(subject_id=own)
    return tied


def _refused(meant: Mapping[str, Meant]) -> set[tuple[str, str]]:
    """Name and organisation wherever a person held them to be apart, in this document or another; merged records count as one."""
    said = NameQuestion.objects.filter(verdict="different", name__in=list(meant)).values_list("name", "organization_id")
    return {(name, own) for name, one in set(said) for own in group_of(one)}


def _ask(document: Document, meant: Mapping[str, Meant]) -> int:
    refused = _refused(meant)
    said = set(NameQuestion.objects.filter(document_id=document.pk).values_list("name", "organization_id"))
    settled = set(NameQuestion.objects.filter(document_id=document.pk, verdict="same").values_list("name", flat=True))
    asked = [
        NameQuestion(
            document_id=document.pk, name=name, organization_id=own,
            rule=one.rule, reason_zh=one.reason_zh, reason_en=one.reason_en,
        )
        for name, one in sorted(meant.items()) if name not in settled
        for own in one.asked if (name, own) not in refused | said
    ]  # fmt: skip
    return len(NameQuestion.objects.bulk_create(asked))


def _statements(document_id: str, name: str) -> QuerySet[Statement]:
    return Statement.objects.filter(passage__document_id=document_id, subject=name)


def _questions(question: NameQuestion) -> QuerySet[NameQuestion]:
    """The questions about the same name in the same document."""
    return NameQuestion.objects.filter(document_id=question.document_id, name=question.name)


def _tie(question: NameQuestion) -> int:
    return _statements(question.document_id, question.name).filter(subject_id="").update(subject_id=question.organization_id)


def _answer(by: User, question: NameQuestion, verdict: str, type: str, after: object) -> NameQuestion:
    question.verdict, question.by, question.at = verdict, by.username if verdict else "", timezone.now() if verdict else None
    question.save(update_fields=["verdict", "by", "at", "alias_id"])
    log_event(
        type=type, by=by, subject=f"documents/{question.document_id}", parent=f"organizations/{question.organization_id}",
        after={"name": question.name, **after} if isinstance(after, dict) else after,
    )  # fmt: skip
    return question


def _add_alias(by: User, question: NameQuestion) -> str:
    """The id of the new alias; empty where the organisation has it already."""
    if Alias.objects.filter(alias=question.name, organization_id=question.organization_id).exists():
        return ""
    kind = "short" if question.rule in ("short_form", "rivals", "too_short") else "spelling"
    own = f"a{uuid.uuid4().hex}"
    alias = {"id": own, "organization_id": question.organization_id, "alias": question.name, "kind": kind}
    write_rows(by=by, rows={"aliases": frame_of_texts("aliases", [dict(alias)])}, parent=f"documents/{question.document_id}")
    statement = _statements(question.document_id, question.name).order_by("passage__start", "id").first()
    Evidence.objects.create(
        id=f"e{uuid.uuid4().hex}", table="aliases", row_id=own, statement=statement, strength="strong",
        said_by=by.username, said_why=question.reason_zh,
    )  # fmt: skip
    return own
