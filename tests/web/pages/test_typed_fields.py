"""What is typed is read in one way, whatever page it is typed on, and what cannot be read is said in the same words."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from tests.rules.test_structure import SOURCE

from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.actions.tables.typed_values import read_values
from lianqun.office.pages.lead_form import read_lead
from lianqun.office.pages.record_fields import sentence_of
from lianqun.office.pages.typed import day_typed, number_typed, place_typed, value_typed

pytestmark = pytest.mark.usefixtures("tiny")
WRONG = [
    ("investment_wan_yuan", "很多"),
    ("investment_wan_yuan", "12亩"),
    ("land_mu", "-"),
    ("sector", "炼金"),
    ("chain_id", "无此链"),
    ("investor_name", "长" * 400),
]


@pytest.mark.parametrize(("column", "text"), WRONG)
def test_what_is_wrong_is_said_in_the_same_words_on_every_page(column: str, text: str) -> None:
    problems = read_values("leads", {column: text}).problems
    form = read_lead({column: text})
    if not problems:
        assert form.problems == {} and form.values == {column: None} and value_typed("leads", column, text) is None
        return
    said = sentence_of(problems[0])
    assert form.problems == {column: said} and column not in form.values
    with pytest.raises(Refused) as refused:
        value_typed("leads", column, text)
    assert said in refused.value.sentence and refused.value.code == problems[0].code


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (lambda: number_typed("stage_amounts", "amount_wan_yuan", "1.2亿"), Decimal(12_000)),
        (lambda: day_typed("2024年3月1日"), date(2024, 3, 1)),
        (lambda: value_typed("leads", "chain_id", "光伏"), "cz-pv"),
        (lambda: place_typed("滁州市").pk, "341100"),  # type: ignore[union-attr]
        (lambda: place_typed(" "), None),
    ],
)
def test_what_is_typed_is_read_as_in_a_workbook(read: Callable[[], object], expected: object) -> None:
    assert read() == expected


def test_nothing_where_something_is_wanted() -> None:
    for act in (lambda: day_typed(""), lambda: number_typed("stage_amounts", "amount_wan_yuan", " ")):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "empty"


def test_there_is_one_reader_of_typed_fields() -> None:
    """The site reads cells in one place: what imports from a workbook reads them in the library."""
    office = SOURCE / "office"
    readers = {
        path.relative_to(office).as_posix()
        for path in office.rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in ("import read_cell", "read_typed", ", read_cell"))
    }
    assert readers == {"actions/tables/typed_values.py"}
