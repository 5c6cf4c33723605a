"""Whole data sets: a folder into the database and back, without loss."""

import shutil
import tempfile
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lianqun.office.accounts.audit import LINK_TALLY, log_event
from lianqun.office.accounts.languages import in_words
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import Permission
from lianqun.office.actions.rows.doing import action
from lianqun.office.actions.rows.door import write_rows
from lianqun.office.actions.rows.refusals import Refused, refusal_of_role
from lianqun.office.actions.rows.storing import Progress
from lianqun.office.jobs import queue
from lianqun.office.jobs.models import Job
from lianqun.office.outside import files
from lianqun.office.queries.rows.masking import masked_tables
from lianqun.office.queries.rows.whole_tables import whole_tables
from lianqun.read import ReadingRefused, read_bytes
from lianqun.tables import DataSet, Report, check_and_load, save

EXPORT = "data_sets.export"


def _silent(_done: int, _total: int | None, _doing: str) -> None:
    """For callers who do not watch."""


def _check_import(by: User | None) -> Refused | None:
    return refusal_of_role(by, Permission.DATA_SET_IMPORT)


def _check_export(by: User | None) -> Refused | None:
    return refusal_of_role(by, Permission.DATA_SET_EXPORT)


class HasProblems(Refused):
    """A data set with problems; `report` names them all."""

    def __init__(self, report: Report) -> None:
        first = report.problems[0]
        count, place = sum(report.counts.values()), f"{first.file}:{first.row} {first.column}"
        zh = f"数据集有 {count} 处问题，未导入任何内容。第一处：{place}：{first.zh}；{first.mend_zh}。"
        en = f"The data set has {count} problems; nothing was imported. The first: {place}: {first.en}; {first.mend_en}."
        super().__init__("data_set_has_problems", in_words(zh, en), status=422)
        self.report = report


def checked(folder: Path) -> DataSet:
    """The data set of a folder, if it stands every check; raises HasProblems otherwise. Reads only."""
    report, data_set = check_and_load(folder, _text_of)
    if data_set is None:
        raise HasProblems(report)
    return data_set


def _text_of(data: bytes, name: str) -> str | None:
    """The text in which quotes of a document are looked for: the one that reading it yields."""
    try:
        return read_bytes(data, name=name).text
    except ReadingRefused:
        return None


def _prepare_import(*, folder: Path, progress: Progress = _silent) -> dict[str, DataSet]:
    progress(0, None, str(_("checking the data set")))
    data_set = checked(folder)
    keep_files(data_set, folder)
    return {"data_set": data_set}


@action(_check_import, prepare=_prepare_import)
def import_folder(
    *, by: User | None, folder: Path, progress: Progress = _silent, data_set: DataSet | None = None
) -> dict[str, int]:
    """Check a data-set folder, keep its documents, take its tables in and count anew; all or nothing. Returns rows by table.

    Rows of a known key are replaced, others stay. `progress(done, total, doing)` is called after every chunk; `data_set`
    is loaded from the folder before the transaction begins. Raises Refused (HasProblems when `lianqun check` would not pass it).
    """
    assert data_set is not None
    counted = _Counter(sum(frame.height for frame in data_set.tables.values()), progress)
    stored = {table: frame.height for table, frame in data_set.tables.items() if frame.height}
    write_rows(
        by=by, rows=data_set.tables, parent=f"data_set/{data_set.version}",
        permission=Permission.DATA_SET_IMPORT, are_checked=True, progress=counted.more,
    )  # fmt: skip
    log_event(type="data_set.import", by=by, subject=f"data_set/{data_set.version}", after=stored)
    return stored


class _Counter:
    """Adds up the rows stored so far and passes them on."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.total, self._done, self._progress = total, 0, progress

    def more(self, rows: int, table: str) -> None:
        """So many rows of a table more."""
        self._done += rows
        self._progress(self._done, self.total, str(_("counting anew")) if table == LINK_TALLY else table)


def keep_files(data_set: DataSet, folder: Path) -> None:
    """Copy the documents of a data set to the site's own files. A file of another content under a known name is refused."""
    for name in data_set.tables["documents"]["file"].drop_nulls().unique().sort():
        source, kept = folder / "files" / name, files.path_of(name)
        if kept.exists() and kept.read_bytes() != source.read_bytes():
            raise Refused("file_differs", _("The site keeps another document under the name of one of the data set's files."))
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, kept)


@action(_check_export)
def export_folder(*, by: User | None, folder: Path, form: Literal["csv", "parquet"] = "csv") -> dict[str, int]:
    """Write everything to a data-set folder (`form` csv or parquet), documents included. Returns rows by table."""
    tables = masked_tables(by, whole_tables())
    save(DataSet.of(tables, settings.HOME), folder, form=form)
    rows = {table: frame.height for table, frame in tables.items() if frame.height}
    log_event(type="export.data_set", by=by, subject="data_set", after=rows)
    return rows


@action(_check_export)
def queue_export(*, by: User, form: Literal["csv", "parquet"] = "csv") -> Job:
    """Queue the export of everything as one zip. Returns the job, whose outcome names the file below `exports/`."""
    job = queue.add(kind=EXPORT, by=by.username, arguments={"form": "parquet" if form == "parquet" else "csv"})
    log_event(type="export.queue", by=by, subject=f"jobs/{job.pk}", after=job.arguments)
    return job


def write_export(*, by: User, job: Job) -> dict[str, object]:
    """Write the zip of a queued export. Returns the outcome: the file's name and the rows by table."""
    with tempfile.TemporaryDirectory(dir=settings.HOME) as scratch:
        folder = Path(scratch) / "data-set"
        rows = export_folder(by=by, folder=folder, form=job.arguments["form"])
        target = files.export_path(job.pk)
        target.parent.mkdir(parents=True, exist_ok=True)
        packed = shutil.make_archive(str(Path(scratch) / "packed"), "zip", folder)
        Path(packed).replace(target)
    return {"file": target.name, "rows": rows}
