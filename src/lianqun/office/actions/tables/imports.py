"""Tables from Excel or CSV: proposed with a preview, applied as a whole, and undone.

A finished job of kind `imports.check` has this outcome:
`{"state": "ready" | "refused" | "applied" | "undone", "name": file name,
  "tables": [{"table", "sheet", "rows", "new", "changed", "same"}],
  "changes": [{"table", "row_id", "name", "column", "before", "after"}] (at most 200;
     of a new row `column` is "" and `after` its name), "changes_total": n,
  "problems": [{"sheet", "row", "column", "value", "code", "zh", "en", "mend_zh", "mend_en", "severity"}] (at most 20 of one code),
  "counts": {code: n}, "taken_over": {"projects": n, "stages": n} where new projects stand beyond the first stage,
  "rules": what changed rules of stages mean (`queries.land.rule_changes`) where the table holds some}`; `state` is refused when a problem of severity `error` stands.
"""

import hashlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import polars as pl
from django.db import DatabaseError, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import log_event
from lianqun.office.accounts.languages import in_words
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.land.taking_over import with_openings
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import Record, Written, delete_rows, write_rows
from lianqun.office.actions.rows.refusals import Refused, filled, refusal_of_role
from lianqun.office.actions.rows.storing import check_references
from lianqun.office.jobs import queue
from lianqun.office.jobs.models import Job
from lianqun.office.outside import files
from lianqun.office.queries.land.rule_changes import foresee_rules
from lianqun.office.queries.rows.row_names import name_of
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import frame_of_texts, models_by_table
from lianqun.office.queries.tables.records import ways_to
from lianqun.office.queries.tables.standing import StandingRows
from lianqun.tables import schema
from lianqun.tables.archives import Unreadable
from lianqun.tables.workbooks import proposals, sheets
from lianqun.tables.workbooks.import_problems import Spot, messages
from lianqun.tables.workbooks.proposals import Proposal
from lianqun.tables.workbooks.uploads import Upload, from_json, read_upload, reading_mark, to_json
from lianqun.vocab.dictionary import tables

MOST_BYTES = sheets.MOST_BYTES
CHECK = "imports.check"
APPLY = "imports.apply"
MOST_ASKED = 2_000
USED = _(
    "Rows of this import are in use by now (%(others)s), so it cannot be undone; take that back first, or end the other rows one by one."
)
REFUSED_BY_DOOR = {"mend_zh": "改正或删去这一行，再上传", "mend_en": "change the row or take it out, and upload the table again"}


def _check_proposal(by: User | None, *, data: bytes | None = None) -> Refused | None:
    try:
        if data is not None:
            sheets.sniff(data)
    except Unreadable as unreadable:
        message = messages()[unreadable.code]
        told = [message[part].replace("{value}", unreadable.value) for part in ("zh", "mend_zh", "en", "mend_en")]
        return Refused(unreadable.code, in_words(told[0] + told[1], f"{told[2]} {told[3]}"), status=422)
    return refusal_of_role(by, Permission.IMPORT_PROPOSE)


def _state(job: Job) -> str:
    return str((job.outcome or {}).get("state", "")) if job.kind == CHECK and job.status == "done" else ""


def _check_applying(by: User | None, *, job: Job | None = None) -> Refused | None:
    refusals = {
        "": Refused("not_checked", _("The table has not been checked yet; wait for its preview.")),
        "refused": Refused("has_problems", _("The table has problems; mend them in the file and upload it again.")),
        "applied": Refused("already_applied", _("This table has been imported already.")),
        "undone": Refused("already_undone", _("This import was undone; upload the file again to import it anew.")),
    }
    refusal = refusals.get(_state(job)) if job is not None else None
    return refusal or _refusal_of_other(by, job)


def _check_undoing(by: User, *, job: Job | None = None) -> Refused | None:
    if job is not None and _state(job) != "applied":
        return Refused("not_applied", _("Nothing of this table stands, so there is nothing to undo."))
    return _refusal_of_other(by, job)


def _refusal_of_other(by: User | None, job: Job | None) -> Refused | None:
    """`by` is None only for the operator at the machine's own command line."""
    if by is not None and job is not None and not visible_to(by, Job.objects.filter(pk=job.pk)).exists():
        return Refused("not_yours", _("Somebody else proposed this import; ask them or the administrator."), status=403)
    return refusal_of_role(by, Permission.IMPORT_APPLY)


@action(_check_proposal)
def propose(*, by: User, name: str, data: bytes) -> Job:
    """Keep an uploaded table and queue its checking. Returns the job, whose outcome will be the preview."""
    job = queue.add(kind=CHECK, by=by.username, arguments=_keep(name, data))
    log_event(type="import.propose", by=by, subject=f"jobs/{job.pk}", after=job.arguments)
    return job


def _keep(name: str, data: bytes, table: str = "") -> dict[str, str]:
    """Keep an uploaded table among the site's files. Returns the arguments of its job."""
    fingerprint = hashlib.sha256(data).hexdigest()
    files.write_file(files.upload_path(fingerprint, ".table"), data)
    return {"name": PurePath(name).name[:200], "file": fingerprint, **({"table": table} if table else {})}


@action(_check_proposal)
def check_now(*, by: User | None, name: str, data: bytes, table: str = "") -> Job:
    """Keep a table and check it at once, for somebody who waits at a command line. Returns the job, done, with its preview.

    `table` is the one that a sheet holds which is not named after any.
    """
    arguments = _keep(name, data, table)
    outcome = _foreseen(by, arguments)
    job = queue.add_done(kind=CHECK, by=by.username if by else "", arguments=arguments, outcome=outcome)
    log_event(type="import.propose", by=by, subject=f"jobs/{job.pk}", after=job.arguments)
    return job


def preview(job: Job) -> dict[str, Any]:
    """What the upload of a job would change now, JSON-ready: the work behind the preview. Nothing of it stays written."""
    return _foreseen(User.objects.filter(username=job.by).first(), job.arguments)


def _foreseen(by: User | None, arguments: Mapping[str, str]) -> dict[str, Any]:
    proposal = _propose(arguments)
    if proposal.problems.stands_in_the_way:
        return {"name": arguments["name"], **proposal.preview()}
    rows = _rows_of(by, proposal)
    _ask_door(by, proposal, rows)
    return {"name": arguments["name"], **proposal.preview(), **_meant(by, proposal, rows)}


def _rows_of(by: User | None, proposal: Proposal) -> dict[str, pl.DataFrame]:
    """The rows that are written: those of the tables, and the passed stages of new projects, which are taken over."""
    rows = {change.table: change.frame() for change in proposal.changes.values()}
    return with_openings(rows, _new_projects(proposal), by.username if by else "")


def _new_projects(proposal: Proposal) -> set[str]:
    return {row["id"] for row in proposal.changes["projects"].new} if "projects" in proposal.changes else set()


def _meant(by: User | None, proposal: Proposal, rows: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """What the rows mean beyond themselves: projects that are taken over, and whom changed rules affect."""
    found: dict[str, Any] = {}
    if "stage_rules" in proposal.writes:
        found["rules"] = foresee_rules(by, written=rows["stage_rules"].iter_rows(named=True))
    told = rows.get("stage_reviews", pl.DataFrame(schema=schema("stage_reviews")))
    opened = told.filter((pl.col("kind") == "taken_over") & pl.col("project_id").is_in(_new_projects(proposal)))
    if opened.height:
        found["taken_over"] = {"projects": opened["project_id"].n_unique(), "stages": opened.height}
    return found


def _ask_door(by: User | None, proposal: Proposal, rows: Mapping[str, pl.DataFrame]) -> None:
    """Let the preview tell what writing would be refused for, by writing and taking it back. Of large tables only `apply` tells."""
    if sum(frame.height for frame in rows.values()) > MOST_ASKED:
        return
    try:
        with transaction.atomic():
            write_rows(by=by, rows=rows)
            transaction.set_rollback(True)
    except Refused as refused:
        said = {}
        for name, language in (("zh", "zh-hans"), ("en", "en")):
            with translation.override(language):
                said[name] = refused.sentence
        proposal.problems.add_told({"code": refused.code, "value": "", **said, **REFUSED_BY_DOOR}, Spot())


def _propose(arguments: Mapping[str, str]) -> Proposal:
    """What the table of a job would change now."""
    return proposals.compare(_read(arguments), StandingRows())


def _read(arguments: Mapping[str, str]) -> Upload:
    """The rows of the table of a job: its bytes are read once, for the preview; applying and undoing compare the same rows anew."""
    table = arguments.get("table", "")
    kept = files.upload_path(arguments["file"], f".{table or 'any'}.{reading_mark()}.json")
    if kept.exists():
        return from_json(kept.read_bytes())
    upload = read_upload(files.upload_path(arguments["file"], ".table").read_bytes(), table)
    files.write_file(kept, to_json(upload))
    return upload


@action(_check_applying)
def queue_apply(*, by: User, job: Job) -> Job:
    """Queue the import of a checked table, for tables too large to wait for. Returns the new job; `apply` runs in it."""
    queued = queue.add(kind=APPLY, by=by.username, arguments={"name": job.arguments["name"], "job": job.pk})
    log_event(type="import.queue", by=by, subject=f"jobs/{job.pk}", after={"job": queued.pk})
    return queued


@action(_check_applying)
def apply(*, by: User | None, job: Job) -> Job:
    """Write what the upload changes as things stand now: all of it or nothing, then count anew.

    Returns the job, its outcome's state `applied`; what was replaced is kept in `before`. Raises Refused when problems have
    come up since the preview, or when a row lies outside the person's places and chains.
    """
    proposal = _propose(job.arguments)
    if proposal.problems.stands_in_the_way:
        raise Refused("has_problems", _("The data has changed since the preview, and the table no longer fits; upload it again."))
    rows = _rows_of(by, proposal)
    job.before = _kept(write_rows(by=by, rows=rows, parent=f"jobs/{job.pk}"))
    written = _finish(job, "applied", {"tables": proposal.preview()["tables"]})
    log_event(type="import.apply", by=by, subject=f"jobs/{job.pk}", after=written, tables=rows)
    return job


@action(_check_undoing)
def undo(*, by: User, job: Job) -> Job:
    """Restore what stood before an import. Returns the job, state `undone`.

    Raises Refused when a row was changed since, or when something else refers to a row that would go.
    """
    since = _propose(job.arguments)
    if any(change.new or change.changed for change in since.changes.values()):
        raise Refused("changed_since", _("Some of these rows were changed after the import; mend them by hand instead."))
    try:
        with transaction.atomic():
            _restore(by, job)
    except DatabaseError as error:
        raise Refused("used_since", filled(USED, {"others": _users_since(job)})) from error
    written = _finish(job, "undone", {})
    log_event(type="import.undo", by=by, subject=f"jobs/{job.pk}", before=written, tables=job.before or {})
    return job


def _users_since(job: Job) -> str | Promise:
    """What refers to new rows of an import by now, besides its own rows: the first row of each table that does, and how many do."""
    kept = job.before or {}
    zh, en = [], []
    for table, rows in kept.items():
        for other, column in ways_to(table):
            own = set(kept.get(other, {}).get("new", ()))
            found = models_by_table()[other]._default_manager.filter(**{f"{column}__in": rows["new"][:MOST_ASKED]}).order_by("pk")
            used = [value for key, value in found.values_list("pk", column) if key not in own]
            if used:
                label, name = tables()[other], name_of(table, used[0])
                zh.append(f"{label.zh} {len(used)} 条，如“{name}”的")
                en.append(f"{label.en.lower()}: {len(used)}, such as of “{name}”")
    return in_words("；".join(zh) or "—", "; ".join(en) or "—")


def _finish(job: Job, state: str, more: dict[str, Any]) -> list[Any]:
    job.outcome = {**(job.outcome or {}), **more, "state": state}
    job.save(update_fields=["outcome", "before"])
    return list(job.outcome["tables"])


def _kept(written: Written) -> dict[str, Any]:
    """What undoing needs, JSON-ready: keys of the new rows, and the changed rows as they were, every value as text."""
    return {
        table: {"new": new, "changed": [_as_texts(row) for row in written.changed[table]]} for table, new in written.new.items()
    }


def _as_texts(row: Record) -> dict[str, str | None]:
    return {name: None if value is None else str(value) for name, value in row.items()}


def _restore(by: User | None, job: Job) -> None:
    kept: dict[str, dict[str, list[Any]]] = job.before or {}
    delete_rows(by=by, ids={table: rows["new"] for table, rows in kept.items()}, parent=f"jobs/{job.pk}")
    changed = {table: frame_of_texts(table, rows["changed"]) for table, rows in kept.items() if rows["changed"]}
    write_rows(by=by, rows=changed, parent=f"jobs/{job.pk}")
    check_references(
        {table: frame["id"].to_list() for table, frame in changed.items()}, {table: rows["new"] for table, rows in kept.items()}
    )
