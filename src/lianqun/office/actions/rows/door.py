"""The one door for a change of a row, whoever knocks: a page, a workbook, a data set, the interface, a claim that was accepted.

Two things are asked here and nowhere else. May this person, here: `refusal_of_rows`, for the row as it stands and as it would stand.
Is the row right: the checks of `lianqun check`, against the database as well, so that whatever goes in comes out as a data set that
passes them. What only a rule gives (a confirmed placement) is written only where the rule gives it. Each row that changes gets an
event of its own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

import polars as pl
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import LINK_TALLY, log_events
from lianqun.office.accounts.languages import in_words
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission, granting
from lianqun.office.accounts.rights import MOVING
from lianqun.office.actions.rows.kept_rules import keep_rules_before
from lianqun.office.actions.rows.merged_keys import refuse_merged, refuse_standing
from lianqun.office.actions.rows.refusals import Refused, filled, refusal_of_rows
from lianqun.office.actions.rows.storing import CHUNK, delete, store
from lianqun.office.actions.rows.tallies import recount_after, write_tally
from lianqun.office.queries.rows.proofs import unproven
from lianqun.office.queries.rows.row_names import name_of
from lianqun.office.queries.rows.whole_tables import models_by_table, plain_record, records_of
from lianqun.tables import Problem, check_tables
from lianqun.tables.shapes import conform
from lianqun.trace.tallies import COUNTED
from lianqun.vocab.dictionary import tables as dictionary
from lianqun.vocab.masking import MASK, ROWS, is_mask, masked_columns, seen_by_all

Record = dict[str, Any]
MOST_EVENTS = 100_000
DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Written:
    """What went through the door: by table the keys of rows that are new, and those that changed, as they stood before."""

    new: dict[str, list[str]] = field(default_factory=dict)
    changed: dict[str, list[Record]] = field(default_factory=dict)


class NotRight(Refused):
    """Rows that the checks of a data set do not let pass; `problems` says where and how to mend it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first, row = problems[0], f":{problems[0].row}" if problems[0].row else ""
        place = f"{first.file}{row} {first.column}".strip()
        sentence = in_words(f"{place}：{first.zh}。{first.mend_zh}。", f"{place}: {first.en}. {first.mend_en}.")
        super().__init__(first.code, sentence, status=422)
        self.problems = list(problems)


def write_rows(
    *,
    by: User | None,
    rows: Mapping[str, pl.DataFrame],
    parent: object = "",
    reason: str = "",
    permission: Permission = Permission.IMPORT_APPLY,
    are_checked: bool = False,
    is_asked: bool = False,
    from_clock: bool = False,
    as_stood: bool = False,
    progress: Callable[..., None] = lambda _stored, table: None,
) -> Written:
    """Add rows, or replace those of the same key: whole rows by table, in the dictionary's shape. Runs in the caller's transaction.

    `are_checked` says that the whole data set was checked just now. Returns what was new and what changed; of more than 100,000 rows
    at once, which nobody reads one by one, the action that called tells as a whole. `is_asked` says that the action asked already
    whether this person may, by a rule that is not that of the rows' place (both sides of a dispute have their say);
    `from_clock` that what is written once (when a lead was reported first) comes from the clock and from no table; `as_stood` that rows
    only point to another row, or come back as they stood: what moves and rules have written is no new claim. Raises Refused for a person who may not do this to
    one of the rows, as it stands or as it would stand, and NotRight for rows that are not right.
    """
    ordered = {table: conform(table, rows[table]) for table in dictionary() if table in rows and rows[table].height}
    asked = None if is_asked else by
    if not are_checked:
        refuse_wrong(ordered)
    is_told = sum(frame.height for frame in ordered.values()) <= MOST_EVENTS
    before = {
        table: _standing(asked, permission, table, frame["id"].to_list(), whole=is_told) for table, frame in ordered.items()
    }
    for table, frame in ordered.items():
        refuse_merged(table, frame, before[table], ordered.get("merges"))
        _refuse_rewritten(by, permission, table, frame, before[table], from_clock=from_clock)
    ordered = {table: _unmasked(table, frame, before[table]) for table, frame in ordered.items()}
    keep_rules_before(ordered, by)
    for table, frame in ordered.items():
        store(table, frame, partial(progress, table=table))
    for table, frame in ordered.items():
        _refuse_after(asked, permission, table, frame, before[table], as_stood=as_stood)
    progress(0, table=LINK_TALLY)
    _count(ordered, before) if is_told else write_tally()
    return _told(by, ordered, before, parent, reason) if is_told else Written()


def _unmasked(table: str, frame: pl.DataFrame, before: Mapping[str, Record]) -> pl.DataFrame:
    """A value that comes back masked, as it was exported, stays what it was."""
    for name in masked_columns().get(table, {}):
        if frame[name].str.contains(MASK, literal=True).any():
            stood = {} if all(before.values()) else records_of(table, before)
            told = zip(frame["id"], frame[name], strict=True)
            whole = [(stood.get(own) or before.get(own) or {}).get(name) if is_mask(value) else value for own, value in told]
            frame = frame.with_columns(pl.Series(name, whole, pl.String))
    return _unmasked_merges(frame, before) if table == ROWS[0] and before else frame


def _unmasked_merges(frame: pl.DataFrame, before: Mapping[str, Record]) -> pl.DataFrame:
    """What a merge keeps of rows is written once; where it comes back masked it stays what it was."""
    table, name = ROWS
    stood = before if all(before.values()) else records_of(table, before)
    told = zip(frame["id"], frame[name], strict=True)
    whole = [stood[own][name] if own in stood and is_mask(value) else value for own, value in told]
    return frame.with_columns(pl.Series(name, whole, pl.String))


def delete_rows(
    *,
    by: User | None,
    ids: Mapping[str, Sequence[str]],
    parent: object = "",
    reason: str = "",
    permission: Permission = Permission.IMPORT_APPLY,
    is_asked: bool = False,
) -> None:
    """Take rows out, given by table; the database refuses at the end of the transaction where something refers to one of them.

    `is_asked` says that the action asked already whether this person may.
    """
    keep_rules_before([table for table, keys in ids.items() if keys], by)
    for table in reversed(dictionary()):
        if ids.get(table):
            before = _standing(None if is_asked else by, permission, table, ids[table], whole=True)
            delete(table, list(before))
            recount_after({table: [(row, None) for row in before.values()]})
            log_events(
                "row.delete", by, ((f"{table}/{one}", _plain(table, row), None) for one, row in before.items()), parent, reason
            )


def _count(rows: Mapping[str, pl.DataFrame], before: Mapping[str, Mapping[str, Record]]) -> None:
    """Count anew what the written rows touch."""
    counted = {table: frame.iter_rows(named=True) for table, frame in rows.items() if table in COUNTED}
    recount_after({table: [(before[table].get(row["id"]), row) for row in told] for table, told in counted.items()})


def refuse_wrong(rows: Mapping[str, pl.DataFrame]) -> None:
    """Raise NotRight where `lianqun check` would not let these rows pass, what they refer to in the database included."""
    known = {table: pl.Series(_on_record(table, keys), dtype=pl.String) for table, keys in _referred(rows).items()}
    report = check_tables(rows, known=known, first_line=1)
    if report.problems:
        raise NotRight(report.problems)


def _referred(rows: Mapping[str, pl.DataFrame]) -> dict[str, set[str]]:
    """Table → the keys by which these rows refer to it; evidence speaks of rows of any table."""
    found: dict[str, set[str]] = {}
    for name, frame in rows.items():
        for column in dictionary()[name].columns:
            if column.references:
                found.setdefault(column.references, set()).update(frame[column.name].drop_nulls())
    if "evidence" in rows:
        for table, row_id in rows["evidence"].select("table", "row_id").iter_rows():
            found.setdefault(table, set()).add(row_id)
    if "merges" in rows:
        for table, kept_id, merged_id in rows["merges"].select("table", "kept_id", "merged_id").iter_rows():
            found.setdefault(table, set()).update((kept_id, merged_id))
    return {table: keys for table, keys in found.items() if table in dictionary()}


def _on_record(table: str, keys: set[str]) -> list[str]:
    """Those of some keys whose rows stand in the database."""
    rows = models_by_table()[table]._default_manager
    return [key for part in _parts(keys) for key in rows.filter(pk__in=part).values_list("pk", flat=True)]


def _standing(by: User | None, permission: Permission, table: str, ids: Sequence[str], *, whole: bool) -> dict[str, Record]:
    """The rows that are there already (their keys alone, unless `whole`), held until the transaction ends.

    Raises Refused where the person may not change every one of them.
    """
    model = models_by_table()[table]
    found: dict[str, Record] = {}
    for part in _parts(ids):
        rows = model._default_manager.filter(pk__in=part)
        held = list(rows.select_for_update().values_list("pk", flat=True))
        refusal = refusal_of_rows(by, permission, rows) if held else None
        if refusal is not None:
            raise refusal
        found |= records_of(table, held) if whole else {key: {} for key in held}
    return found


def _refuse_rewritten(
    by: User | None, permission: Permission, table: str, frame: pl.DataFrame, before: Mapping[str, Record], *, from_clock: bool
) -> None:
    """What is written once stays as it is, for everybody; in a new row it comes from the clock, or from those who answer for all places."""
    once = [column for column in dictionary()[table].columns if column.is_once]
    if not once:
        return
    stood = before if all(before.values()) else records_of(table, before)
    for row in frame.select("id", *(column.name for column in once)).iter_rows(named=True):
        for column in once:
            if row["id"] in stood and stood[row["id"]][column.name] != row[column.name]:
                sentence = _("“%(row)s”: %(column)s was written once and stays as it is; leave it as it stands.")
                words = {"row": name_of(table, row["id"]), "column": in_words(column.zh, column.en)}
                raise Refused("written_once", filled(sentence, words), status=422)
    is_free = from_clock or by is None or any(not (held.place_id or held.chain_id) for held in granting(by, permission))
    if not is_free and not set(frame["id"]) <= set(stood):
        words = {"table": in_words(dictionary()[table].zh, dictionary()[table].en)}
        sentence = _(
            "New rows of %(table)s are reported on their page, where the clock gives the time; only a role for all places imports them."
        )
        raise Refused("from_clock_only", filled(sentence, words), status=403)


def _refuse_after(
    by: User | None, permission: Permission, table: str, frame: pl.DataFrame, before: Mapping[str, Record], *, as_stood: bool
) -> None:
    """What can only be asked of rows that are written: where they stand now, what they are computed from, where parents lead."""
    model, known = models_by_table()[table], dictionary()[table]
    if known.kept == "shared" and by is not None:
        frame = frame.filter(pl.col("id").is_in(list(before)))
    for part in _parts(frame["id"].to_list()):
        refusal = refusal_of_rows(by, permission, model._default_manager.filter(pk__in=part))
        if refusal is not None:
            raise refusal
    if permission not in MOVING and not as_stood:
        _refuse_moved(table, frame, before)
        _refuse_ahead(table, frame, before)
    for row_id, column in () if as_stood else unproven(table, frame, before):
        sentence = _("“%(row)s”: %(column)s is worked out from its evidence and cannot be written; leave it as it is.")
        words = {"row": name_of(table, row_id), "column": in_words(column.zh, column.en)}
        raise Refused("computed_value", filled(sentence, words), status=422)
    refuse_standing(table, frame)
    if known.is_unique:
        _refuse_doubled(table, frame["id"].to_list())
    for column in known.columns:
        if column.references == table:
            _refuse_circle(table, column.name, frame["id"].to_list())


def _refuse_moved(table: str, frame: pl.DataFrame, before: Mapping[str, Record]) -> None:
    """What only a move changes, such as the stage of a project, stays as it is."""
    moved = [column for column in dictionary()[table].columns if column.is_moved]
    for row in frame.select("id", *(column.name for column in moved)).iter_rows(named=True) if moved and before else ():
        stood = before.get(row["id"])
        for column in moved:
            if stood and stood[column.name] != row[column.name]:
                sentence = _("“%(row)s”: %(column)s is changed by a move on its page only, with its review; leave it as it is.")
                words = {"row": name_of(table, row["id"]), "column": in_words(column.zh, column.en)}
                raise Refused("moved_value", filled(sentence, words), status=422)


def _refuse_ahead(table: str, frame: pl.DataFrame, before: Mapping[str, Record]) -> None:
    """A stage has its day once it is reached: none of a new row lies ahead, or the row would stand there before it came there."""
    days = [column for column in dictionary()[table].columns if column.is_moved and column.type == "date"]
    if not days:
        return
    today, new = timezone.localdate(), frame.filter(~pl.col("id").is_in(list(before)))
    for column in days:
        ahead = new.filter(pl.col(column.name) > today).head(1)
        for row_id, day in ahead.select("id", column.name).iter_rows():
            sentence = _(
                "“%(row)s”: %(column)s %(day)s lies ahead; a stage has its day once it is reached. Leave it empty, or use “Due”."
            )
            words = {"row": name_of(table, row_id), "column": in_words(column.zh, column.en), "day": day.isoformat()}
            raise Refused("ahead", filled(sentence, words), status=422)


def _refuse_doubled(table: str, ids: Sequence[str]) -> None:
    """No two rows say the same where the natural key is unique."""
    rows, names = models_by_table()[table]._default_manager, dictionary()[table].natural_key
    other = rows.filter(**{name: OuterRef(name) for name in names}).exclude(pk=OuterRef("pk"))
    for part in _parts(ids):
        doubled = rows.filter(Exists(other), pk__in=part).order_by("pk").values_list("pk", flat=True).first()
        if doubled is not None:
            sentence = _("“%(row)s” stands in %(table)s already; change the row that is there.")
            words = {"row": name_of(table, doubled), "table": in_words(dictionary()[table].zh, dictionary()[table].en)}
            raise Refused("duplicate_row", filled(sentence, words), status=422)


def _refuse_circle(table: str, column: str, ids: Sequence[str]) -> None:
    """Parents must end at a top. Walked upwards from the written rows, all at once."""
    model = models_by_table()[table]
    edge, steps = set(ids), 0
    while edge and steps < DEEPEST:
        above = {
            one for part in _parts(edge) for one in model._default_manager.filter(pk__in=part).values_list(column, flat=True)
        }
        edge, steps = {one for one in above if one}, steps + 1
    if edge:
        sentence = _("The parents of “%(row)s” go round in a circle; give one of them another parent, or none.")
        raise Refused("cycle", filled(sentence, {"row": name_of(table, min(edge))}), status=422)


def _told(
    by: User | None, rows: Mapping[str, pl.DataFrame], before: Mapping[str, Mapping[str, Record]], parent: object, reason: str
) -> Written:
    """Write down what happened to each row."""
    written = Written()
    for table, frame in rows.items():
        stood = before[table]
        written.new[table] = [row_id for row_id in frame["id"] if row_id not in stood]
        changes = [row for row in frame.iter_rows(named=True) if row["id"] in stood and row != stood[row["id"]]] if stood else []
        written.changed[table] = [stood[row["id"]] for row in changes]
        new = frame.filter(~pl.col("id").is_in(list(stood))) if stood else frame
        added = ((f"{table}/{row['id']}", None, _plain(table, row)) for row in new.iter_rows(named=True))
        log_events("row.create", by, added, parent, reason)
        log_events("row.update", by, (_difference(table, stood[row["id"]], row) for row in changes), parent, reason)
    return written


def _difference(table: str, before: Record, after: Record) -> tuple[str, Record, Record]:
    names = [name for name in after if before[name] != after[name]]
    return f"{table}/{after['id']}", _plain(table, before, names), _plain(table, after, names)


def _plain(table: str, row: Record, names: Iterable[str] = ()) -> Record:
    """The values of a row that say something, as JSON has them, phones masked; or those of the columns named."""
    row = {name: seen_by_all(table, name, value) for name, value in row.items()}
    return plain_record(row, names or [name for name, value in row.items() if value is not None and name != "id"])


def _parts(ids: Iterable[str]) -> Iterable[list[str]]:
    left = iter(sorted(ids) if isinstance(ids, set) else ids)
    return iter(lambda: list(islice(left, CHUNK)), [])
