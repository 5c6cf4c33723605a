"""The rows of a proposal taken into the tables of a data set, and the data set's own check of what comes of it."""

from collections import Counter
from collections.abc import Mapping

import polars as pl

from lianqun.tables.checking import check_tables
from lianqun.tables.problems import Problem
from lianqun.tables.shapes import schema
from lianqun.tables.workbooks.import_problems import Spot
from lianqun.tables.workbooks.proposals import Proposal, TableChange
from lianqun.vocab.dictionary import tables


def merge(proposal: Proposal, standing: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """All tables with the changes of the proposal: a changed row stays in its place, new rows come last in their order."""
    return {name: _merged(frame, proposal.changes.get(name)) for name, frame in standing.items()}


def _merged(frame: pl.DataFrame, change: TableChange | None) -> pl.DataFrame:
    if change is None or not change.writes:
        return frame
    shape = schema(change.table)
    changed = pl.DataFrame([after for _before, after in change.changed], schema=shape, orient="row")
    return pl.concat([frame.update(changed, on="id", include_nulls=True), pl.DataFrame(change.new, schema=shape, orient="row")])


def check_merged(proposal: Proposal, merged: Mapping[str, pl.DataFrame]) -> None:
    """Check all tables together; what is wrong is added to the problems of the proposal, at the row of the sheet that it speaks of."""
    for change in proposal.changes.values():
        _refuse_computed(change, proposal)
    report = check_tables(merged, first_line=0)
    for problem in report.problems:
        proposal.problems.add_told(problem.as_dict(), _spot(problem, proposal, merged))
    proposal.problems.add_uncounted(Counter(report.counts) - Counter(problem.code for problem in report.problems))


def _refuse_computed(change: TableChange, proposal: Proposal) -> None:
    """What only a rule gives is not written by hand; a value that stood there already is left alone."""
    for column in (one for one in tables()[change.table].columns if one.computed):
        for before, after in (*(({}, row) for row in change.new), *change.changed):
            if after[column.name] in column.computed and before.get(column.name) not in column.computed:
                proposal.problems.add("computed_value", change.read[after["id"]].at(column.name), after[column.name])


def _spot(problem: Problem, proposal: Proposal, merged: Mapping[str, pl.DataFrame]) -> Spot:
    """The cell of the workbook; for a row that the workbook does not hold the table's name and its row there."""
    change = proposal.changes.get(problem.file)
    frame = merged.get(problem.file)
    own = frame["id"][problem.row] if frame is not None and problem.row < frame.height else None
    read = change.read.get(own) if change and own else None
    return read.at(problem.column) if read else Spot(problem.file, problem.row + 1, problem.column)
