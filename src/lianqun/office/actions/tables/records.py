"""One row at a time: created, edited, ended, and every change taken back. Which columns there are and who may, the dictionary and the door say.

What is wrong is told all at once and each at its column (`NotRight.problems`), in the words of `lianqun check`. An edit carries the
version of the row that it was made on: what others changed since then stays, and where both changed the same column nobody is
overwritten (`Changed`).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.languages import in_words
from lianqun.office.accounts.models import AuditEvent, User
from lianqun.office.accounts.permissions import Permission, granting
from lianqun.office.accounts.rows import Row
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import NotRight, Record, delete_rows, refuse_wrong, write_rows
from lianqun.office.actions.rows.refusals import Refused, filled, refusal_of_role, refusal_of_row
from lianqun.office.actions.tables.record_proofs import NO_PROOF, Proof, problems_of_proof, proof_rows
from lianqun.office.actions.tables.record_words import problem_at, told_twice
from lianqun.office.actions.tables.typed_values import read_values
from lianqun.office.queries.land.rule_changes import foresee_rules
from lianqun.office.queries.rows.merged import merges_of
from lianqun.office.queries.rows.row_names import name_of
from lianqun.office.queries.rows.whole_tables import models_by_table, plain_record, records_of
from lianqun.office.queries.tables.record_changes import Difference, Since, changes_since, is_other
from lianqun.office.queries.tables.records import alike, evidence_ids, first_words, referrers_of, resting, typed_columns
from lianqun.tables import Problem, schema
from lianqun.tables.workbooks.keys import made_id, told_value
from lianqun.tables.workbooks.sheets import Cell
from lianqun.tables.workbooks.typed_cells import TypedRow, without
from lianqun.vocab.dictionary import Table
from lianqun.vocab.dictionary import tables as dictionary

RULES = "stage_rules"
EDIT = Permission.RECORD_EDIT
NOT_BY_HAND = {
    "by_reading": _("Documents and their review write this table; upload a document instead."),
    "by_merging": _("Merging two rows writes this table; merge or split them on their page."),
    "by_moves": _("The steps of a project or lead write this table; take them on its page."),
}
Cells = Mapping[str, Cell]
Begins = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit came to: the columns written, and what others had changed since the row was opened, which stays."""

    columns: list[str]
    beside: list[Difference] = field(default_factory=list)


class Changed(Refused):
    """Somebody changed the row since it was opened. `since` says what, by whom and when; `collisions` are columns that both changed.

    `problems` are what would be wrong besides.
    """

    def __init__(self, since: Since, collisions: Sequence[str], problems: Sequence[Problem] = ()) -> None:
        sentence = _("This row was changed by somebody else since you opened it; see what, and choose. Nothing is lost.")
        super().__init__("changed_since", sentence, status=412)
        self.since, self.collisions, self.problems = since, list(collisions), list(problems)


class Affects(Refused):
    """A change of rules is shown before it is written. `effects` says whom it affects; with `mark` as `seen` the same row is written."""

    def __init__(self, effects: Mapping[str, Any], mark: str) -> None:
        super().__init__("affects", _("See whom the changed rules affect, then save again. Nothing was written yet."))
        self.effects, self.mark = effects, mark


def refusal_of_table(by: User | None, table: str) -> Refused | None:
    """The refusal for a person who may add no row to a table at all, or None."""
    known = dictionary()[table]
    if known.kept in NOT_BY_HAND:
        return Refused(f"kept_{known.kept}", NOT_BY_HAND[known.kept], status=403)
    refusal = refusal_of_role(by, EDIT)
    if refusal is not None or by is None or known.kept != "by_all_places":
        return refusal
    if any(not (held.place_id or held.chain_id) for held in granting(by, EDIT)):
        return None
    sentence = _("%(table)s are kept for all places together; ask somebody whose role covers all of them.")
    return Refused("outside_your_places", filled(sentence, {"table": in_words(known.zh, known.en)}), status=403)


def _check_creating(by: User | None, *, table: str = "") -> Refused | None:
    return refusal_of_table(by, table) if table else refusal_of_role(by, EDIT)


def _check_editing(by: User | None, *, row: Row | None = None) -> Refused | None:
    if row is None:
        return refusal_of_role(by, EDIT)
    return refusal_of_table_of(by, row) or refusal_of_row(by, EDIT, row)


def refusal_of_table_of(by: User | None, row: Row) -> Refused | None:
    """The refusal for a table that nobody edits by hand, or None."""
    return None if dictionary()[row._meta.db_table].is_edited else refusal_of_table(by, row._meta.db_table)


def _check_ending(by: User | None, *, row: Row | None = None, reason: str | None = None) -> Refused | None:
    refusal = _check_editing(by, row=None) if row is None else refusal_of_ending(by, row)
    if refusal is None and reason is not None and not reason.strip():
        return Refused("reason_wanted", _("Say why the row is ended; whoever misses it will ask."), status=422)
    return refusal


def refusal_of_ending(by: User | None, row: Row) -> Refused | None:
    """The refusal for a row that this person may not take out, to which others refer or merged keys lead; or None."""
    return _check_editing(by, row=row) or _refusal_of_referred(row) or _refusal_of_merged(row)


def _refusal_of_merged(row: Row) -> Refused | None:
    """A row into which others were merged stays: their keys lead to it."""
    table = row._meta.db_table
    merged = merges_of(table, str(row.pk)) if dictionary()[table].merged_by else []
    if not merged:
        return None
    sentence = _("“%(other)s” was merged into “%(row)s” and leads to it; split the two first.")
    words = {"row": name_of(table, str(row.pk)), "other": merged[0].name or merged[0].merged_id}
    return Refused("merged_into", filled(sentence, words))


def _refusal_of_referred(row: Row) -> Refused | None:
    """A row to which others refer stays; the sentence says which and how many."""
    found = referrers_of(None, row._meta.db_table, str(row.pk))
    if not found:
        return None
    by_table: dict[str, int] = {}
    for one in found:
        by_table[one.table] = by_table.get(one.table, 0) + one.count
    zh = "、".join(f"{dictionary()[table].zh} {count} 条" for table, count in by_table.items())
    en = ", ".join(f"{dictionary()[table].en.lower()}: {count}" for table, count in by_table.items())
    sentence = _("Other rows refer to “%(row)s” (%(others)s); end those first, or let them refer to another row.")
    return Refused("referred_to", filled(sentence, {"row": name_of(row._meta.db_table, str(row.pk)), "others": in_words(zh, en)}))


@action(_check_creating)
def create(
    *,
    by: User | None,
    table: str,
    cells: Cells,
    proof: Proof = NO_PROOF,
    begins: Begins | None = None,
    reason: str = "",
    seen: str | None = None,
) -> str:
    """Add a row. Returns its key, made of what the row says as an import makes it.

    `begins` gives words to columns that only moves change; left out, they begin with the first word of their code list; `seen` as in
    `edit`. Raises
    NotRight with everything that is wrong, and Refused where the row would lie outside the person's places and chains.
    """
    known = dictionary()[table]
    read = _read(known, cells, new=True)
    row = {**dict.fromkeys(schema(table)), **first_words(known), **(begins or {}), **read.values}
    row["id"] = row["id"] or _new_key(known, row)
    problems = [*read.problems, *_doubled(known, row, read.unread)]
    _write(by, table, row, problems=problems, unread=read.unread, proof=proof, proven=[""], reason=reason, seen=seen)
    return str(row["id"])


@action(_check_editing)
def edit(
    *,
    by: User | None,
    row: Row,
    cells: Cells,
    version: str = "",
    is_strict: bool = False,
    proof: Proof = NO_PROOF,
    reason: str = "",
    seen: str | None = None,
) -> Edited:
    """Change the columns given; what is not given, or says what it said when the row was opened at `version`, stays as it is now.

    `seen` asks that a change of rules is shown first: what `Affects` gave for the same row, or empty; None writes without asking.
    Raises Changed where somebody else changed the same column meanwhile (with `is_strict`, any column), NotRight for everything that is
    wrong, such as no reason where a value that rests on evidence is contradicted.
    """
    table = row._meta.db_table
    stands = records_of(table, [str(row.pk)])[str(row.pk)]
    read = _read(dictionary()[table], cells)
    since = changes_since(table, stands, version)
    mine = {name: value for name, value in read.values.items() if is_other(plain_record({"": value})[""], since.base[name])}
    problems = [*read.problems, *_unexplained(table, row, list(mine), reason, proof)]
    collisions = _collisions(since, plain_record(stands), plain_record(mine), read.unread)
    if collisions or (is_strict and since.differences):
        raise Changed(since, collisions, problems)
    changed = {name: value for name, value in mine.items() if value != stands[name]}
    if changed or proof or problems:
        after = {**stands, **changed}
        proven = list(changed) or [""]
        _write(by, table, after, problems=problems, unread=read.unread, proof=proof, proven=proven, reason=reason, seen=seen)
    return Edited(list(changed), list(since.differences.values()) if since.is_told else [])


def _collisions(since: Since, now: Record, mine: Record, unread: Iterable[str]) -> list[str]:
    """The columns that both changed, and not to the same."""
    both = [name for name, value in mine.items() if name in since.differences and is_other(value, now[name])]
    return [*both, *(name for name in unread if name in since.differences)]


def _read(known: Table, cells: Cells, *, new: bool = False) -> TypedRow:
    """The cells of a row read; columns that only moves change, or that are no column to be filled in, are wrong."""
    allowed = {column.name for column in typed_columns(known, new=new)}
    read = read_values(known.name, {name: cell for name, cell in cells.items() if name in allowed})
    for name in cells.keys() - allowed:
        column = known.column(name)
        read.problems.append(problem_at("moved_value", known.name, name, in_words(column.zh, column.en)))
    return read


def _new_key(known: Table, row: Record) -> str:
    """The key that an import would give; where a row that says something else by now has it, the next free one."""
    key = [told_value(row[name]) for name in known.natural_key]
    tries = (made_id(known.name, key if number == 0 else [*key, str(number)]) for number in range(100))
    rows = models_by_table()[known.name]._default_manager
    return next(one for one in tries if not rows.filter(pk=one).exists()) if known.natural_key else ""


def _doubled(known: Table, row: Record, unread: frozenset[str]) -> list[Problem]:
    """A row that is there already, by its key or by what tells it from others; what could not be read is not compared."""
    if not known.natural_key:
        taken = row["id"] and models_by_table()[known.name]._default_manager.filter(pk=row["id"]).exists()
        return [problem_at("key_taken", known.name, "id", str(row["id"]))] if taken else []
    there = "" if unread & set(known.natural_key) else alike(known.name, dict(row))
    at = next((name for name in known.natural_key if name in known.named_by), known.natural_key[0])
    return [problem_at("duplicate_row", known.name, at, name_of(known.name, there))] if there else []


def _unexplained(table: str, row: Row, columns: Sequence[str], reason: str, proof: Proof) -> list[Problem]:
    """A value that rests on evidence is not contradicted without a word."""
    told = [] if reason.strip() or proof else resting(table, row, columns)
    known = [dictionary()[table].column(name) for name in told]
    words = in_words("、".join(one.zh for one in known), ", ".join(one.en for one in known))
    return [problem_at("reason_wanted", table, "edit.reason", words)] if told else []


def _write(
    by: User | None, table: str, row: Record, *,
    problems: list[Problem], unread: frozenset[str], proof: Proof, proven: list[str], reason: str, seen: str | None,
) -> None:  # fmt: skip
    """Write a row with its evidence, or raise everything that is wrong with it."""
    frames = {table: _frame(table, row)}
    misproven = problems_of_proof(proof)
    told = {} if misproven else proof_rows(proof, table, str(row["id"]), proven)
    wrong = [*problems, *misproven, *_of_check(frames, unread, told)]
    if wrong:
        raise NotRight([*wrong, *_foreseen(by, table, row, unread, wrong)])
    if table == RULES and seen is not None:
        _show_effects(by, row, seen)
    write_rows(by=by, rows={**frames, **told}, reason=reason, permission=EDIT, are_checked=True)


def _show_effects(by: User | None, row: Record, seen: str) -> None:
    """Raise Affects where a rule affects a project or a review under way, and that was not shown yet."""
    effects, mark = foresee_rules(by, written=[row]), hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()
    if (effects["projects"] or effects["reviews_total"]) and seen != mark:
        raise Affects(effects, mark)


def _frame(table: str, row: Record) -> pl.DataFrame:
    return pl.DataFrame([row], schema=schema(table), orient="row")


def _of_check(frames: Mapping[str, pl.DataFrame], unread: frozenset[str], told: Mapping[str, pl.DataFrame]) -> list[Problem]:
    """What `lianqun check` says of the rows, evidence included; what cannot be read is said already."""
    try:
        refuse_wrong({**frames, **told})
    except NotRight as refused:
        return without(refused.problems, unread)
    return []


def _foreseen(by: User | None, table: str, row: Record, unread: frozenset[str], wrong: Iterable[Problem]) -> list[Problem]:
    """What the door would refuse besides, such as another place: the row is written with what is wrong left as it stands, and taken back."""
    aside = {*unread, *(problem.column for problem in wrong)} & set(schema(table)) - {"id"}
    before = records_of(table, [str(row["id"])]).get(str(row["id"]), dict.fromkeys(schema(table)))
    tried = {**row, **{name: before[name] for name in aside}}
    if any(tried[column.name] is None for column in dictionary()[table].columns if column.required):
        return []
    try:
        with transaction.atomic():
            write_rows(by=by, rows={table: _frame(table, tried)}, permission=EDIT)
            transaction.set_rollback(True)
    except NotRight:
        return []
    except Refused as refused:
        return [told_twice(refused, table)]
    return []


@action(_check_ending)
def end(*, by: User | None, row: Row, reason: str) -> None:
    """Take a row out, with its evidence. Raises Refused when something refers to it; the event of it can be taken back by `undo`."""
    delete_row(by=by, table=row._meta.db_table, row_id=str(row.pk), reason=reason)


def delete_row(*, by: User | None, table: str, row_id: str, reason: str, parent: object = "") -> None:
    """Delete a row and then its evidence, whose events name that of the row, so that both come back together."""
    delete_rows(by=by, ids={table: [row_id]}, reason=reason, parent=parent, permission=EDIT)
    event = AuditEvent.objects.filter(subject=f"{table}/{row_id}"[:200], type="row.delete").order_by("-id")[0]
    proofs = evidence_ids(table, row_id)
    delete_rows(by=by, ids={"evidence": proofs}, reason=reason, parent=event, permission=EDIT)
