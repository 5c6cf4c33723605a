"""Lists: order, filters, columns, totals, and files that hold exactly what is seen."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook
from tests.web.pages.conftest import SignedIn

from lianqun.office.accounts.models import AuditEvent
from lianqun.office.queries.lists.choices import read_choice
from lianqun.office.queries.lists.columns import Span, read_span
from lianqun.office.queries.lists.known import LISTS

SPANS = [
    ("5", "number", Span(Decimal(5), Decimal(5))),
    (">=5", "number", Span(Decimal(5), None)),
    ("<=9", "number", Span(None, Decimal(9))),
    ("5..9", "number", Span(Decimal(5), Decimal(9))),
    ("1,200", "number", Span(Decimal(1200), Decimal(1200))),
    ("many", "number", None),
    ("2024", "day", Span(date(2024, 1, 1), date(2024, 12, 31))),
    ("2024-02", "day", Span(date(2024, 2, 1), date(2024, 2, 29))),
    ("2024-01-22", "day", Span(date(2024, 1, 22), date(2024, 1, 22))),
    (">=2023", "day", Span(date(2023, 1, 1), None)),
    ("2024-13", "day", None),
]


@pytest.mark.parametrize(("text", "kind", "expected"), SPANS)
def test_what_may_be_written_above_a_column(text: str, kind: str, expected: Span | None) -> None:
    assert read_span(text, kind) == expected


def test_what_is_not_known_lies_in_no_range() -> None:
    assert not Span(None, None).holds(None)


def test_an_address_that_names_unknown_columns_is_read_without_them() -> None:
    choice = read_choice({"sort": "-nothing", "f.nothing": "1", "page": "-3"}, LISTS["projects"].columns, ["nothing"])
    assert (choice.sort, dict(choice.filters), choice.columns, choice.page) == ("", {}, (), 1)


@pytest.mark.usefixtures("tiny")
def test_money_is_filtered_in_the_unit_in_which_it_is_shown(signed_in: SignedIn) -> None:
    page = signed_in().get("/lists/projects?place=&f.investment=35").content.decode()
    assert "硅片二期" in page and "玻璃一期" not in page
    english = signed_in(language="en").get("/lists/projects?place=&f.investment=3500").content.decode()
    assert "硅片二期" in english


@pytest.mark.usefixtures("tiny")
def test_a_question_mark_finds_what_is_not_known(signed_in: SignedIn) -> None:
    page = signed_in().get("/lists/projects?place=&f.investment=%3F").content.decode()
    assert "玻璃一期" in page and "硅片二期" not in page


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize(("sort", "first"), [("investment", "硅片二期"), ("-investment", "硅片二期"), ("name", "玻璃一期")])
def test_what_is_not_known_stands_last_whichever_way_one_sorts(signed_in: SignedIn, sort: str, first: str) -> None:
    page = signed_in().get(f"/lists/projects?place=&sort={sort}").content.decode()
    other = "玻璃一期" if first == "硅片二期" else "硅片二期"
    assert page.index(first) < page.index(other)


@pytest.mark.usefixtures("tiny")
def test_links_carry_their_state_and_filter_by_it(signed_in: SignedIn) -> None:
    page = signed_in().get("/lists/links?place=371400&chain=dz-ic&f.state=weak").content.decode()
    assert "靶材" in page and ">硅片<" not in page


@pytest.mark.usefixtures("tiny")
def test_csv_holds_the_rows_and_columns_that_are_seen_and_is_logged(signed_in: SignedIn) -> None:
    answer = signed_in().get("/lists/projects?place=&f.stage=construction&columns=investment&file=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [["项目", "总投资 (亿元)"], ["硅片二期", "35"]]
    event = AuditEvent.objects.get(type="export.record")
    assert event.after["rows"] == 1 and event.after["filters"]["f.stage"] == "construction"


@pytest.mark.usefixtures("tiny")
def test_excel_holds_numbers_as_numbers(signed_in: SignedIn) -> None:
    answer = signed_in().get("/lists/projects?place=&sort=-investment&columns=investment&file=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["硅片二期", 35.0]


@pytest.mark.usefixtures("tiny")
def test_a_list_without_rows_says_why_and_what_next(signed_in: SignedIn) -> None:
    assert "取消筛选" in signed_in().get("/lists/needs?place=&f.title=zzz").content.decode()


@pytest.mark.usefixtures("tiny")
def test_every_number_of_the_home_page_is_the_number_of_rows_of_its_list(signed_in: SignedIn) -> None:
    from django.utils import timezone

    from lianqun.office.accounts.models import User
    from lianqun.office.queries.home import read_home
    from lianqun.office.queries.lists.choices import Choice
    from lianqun.office.queries.rows.scope import find_scope

    signed_in()
    user = User.objects.get()
    for place, chain in (("371400", "dz-ic"), ("341100", ""), ("", "")):
        scope, today = find_scope(user, place, chain), timezone.localdate()
        home = read_home(user, scope, today)

        def rows(name: str, **filters: str) -> int:
            known = LISTS[name]
            return known.source(user, scope, today).select(known.columns, Choice(filters=filters)).total  # noqa: B023

        assert home.placements == {"all": rows("placements"), "leader": rows("leaders"), "backbone": rows("backbone")}
        assert home.projects == rows("projects") and home.running == rows("projects", open="yes")
        assert home.without_due == rows("projects", open="yes", due_on="?")
        assert home.links == rows("links") and home.late + home.open_needs == rows("problems")
        assert home.states == {state: rows("links", state=state) for state in home.states}
