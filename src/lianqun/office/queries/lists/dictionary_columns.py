"""Columns of lists made from the data dictionary: a column that is added there can be chosen in the lists of its table at once."""

from dataclasses import replace

from django.utils.functional import Promise

from lianqun.office.accounts.languages import in_words
from lianqun.office.queries.lists.columns import ListColumn
from lianqun.vocab.dictionary import Column, Table, tables
from lianqun.vocab.masking import is_masked
from lianqun.vocab.people import is_person
from lianqun.vocab.units import unit_in_english

KINDS = {
    "integer": "number",
    "decimal": "number",
    "year": "number",
    "boolean": "flag",
    "date": "day",
    "text": "text",
    "code": "text",
}
SHORTENED = ("_zh", "_wan_yuan", "_percent", "_year", "_id")


def columns_of(table: str, shown: str, *, one: str | Promise = "", adds: str = "", rest: bool = True) -> tuple[ListColumn, ...]:
    """The columns of a table: those named in `shown`, in this order; then, as `rest`, all others, to be chosen,
    save those that few see whole.

    `one` is the head of the first column where it should say what a row is and not just "name"; those named in `adds` have a total.
    """
    known, named = tables()[table], shown.split()
    first = [column_of(known.column(name), adds=name in adds.split()) for name in named]
    first[0] = replace(first[0], label=one) if one else first[0]
    offered = (column for column in known.columns if column.type in KINDS and not is_masked(table, column.name))
    others = [column for column in offered if column.name not in named]
    hidden = [column_of(column, shown=False) for column in others if not column.name.endswith("_en")]
    return (*first, *(hidden if rest else ()))


def columns_through(reference: str, shown: str, *, hidden: str = "") -> tuple[ListColumn, ...]:
    """Columns of the row that a reference points to, such as `placements.organization_id`: those named, nothing else."""
    table, name = reference.split(".")
    known = tables()[tables()[table].column(name).references]
    path = name.removesuffix("_id") + "__"
    return tuple(column_of(known.column(one), path=path, shown=one in shown.split()) for one in (shown.split() + hidden.split()))


def column_of(column: Column, *, path: str = "", shown: bool = True, adds: bool = False) -> ListColumn:
    """A column of a list that shows a column of the dictionary; a reference shows the name of the row that it points to."""
    name = _short(column.name)
    label = in_words(*heads_of(column))
    if column.references:
        target, to = tables()[column.references], f"{path}{column.name.removesuffix('_id')}__"
        named, english = target.names[0], _english(target, target.names[0])
        return ListColumn(
            name, label, "name", to + named, english and to + english, table=target.name, ref=path + column.name, shown=shown
        )
    table, source = tables()[column.table], path + column.name
    english = _english(table, column.name)
    if column.name in table.names and not path:
        return ListColumn(name, label, "name", source, english, table=table.name, ref="id", shown=shown)
    return ListColumn(name, label, _kind(column), source, english and path + english, codes=column.codes, shown=shown, adds=adds)


def heads_of(column: Column) -> tuple[str, str]:
    """The head of a column in Chinese and English, with its unit; money is shown in a unit of its own, people are counted without one."""
    has_unit = column.unit != "万元" and unit_in_english(column.unit) != ""
    return (
        (f"{column.zh}（{column.unit}）", f"{column.en} ({unit_in_english(column.unit)})") if has_unit else (column.zh, column.en)
    )


def _short(name: str) -> str:
    """The name of a column in addresses of lists: `place_id` → place, `revenue_wan_yuan` → revenue."""
    return next((name.removesuffix(ending) for ending in SHORTENED if name.endswith(ending)), name)


def _kind(column: Column) -> str:
    if column.codes:
        return "code"
    if is_person(column.table, column.name):
        return "person"
    return "money" if column.name.endswith("_wan_yuan") else KINDS[column.type]


def _english(table: Table, name: str) -> str:
    """The column that says the same in English; empty where there is none."""
    twin = name.removesuffix("_zh") + "_en"
    return twin if name.endswith("_zh") and any(column.name == twin for column in table.columns) else ""
