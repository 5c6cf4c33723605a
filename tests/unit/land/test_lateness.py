"""What is stuck on a day."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lianqun.land import late_projects, open_problems

TODAY = date(2024, 1, 22)


def projects(*rows: tuple[str, str, date | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"id": pl.String, "stage": pl.String, "due_on": pl.Date}, orient="row")


def needs(*rows: dict[str, object]) -> pl.DataFrame:
    schema = {
        "id": pl.String, "project_id": pl.String, "title": pl.String, "status": pl.String,
        "blocks_project": pl.Boolean, "raised_on": pl.Date, "due_on": pl.Date,
    }  # fmt: skip
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)


def test_late_projects_come_first_and_count_days() -> None:
    found = late_projects(
        projects(
            ("today", "construction", TODAY),
            ("ten", "construction", date(2024, 1, 12)),
            ("none", "talks", None),
            ("done", "full_output", date(2023, 1, 1)),
            ("soon", "signed", date(2024, 2, 1)),
            ("long", "signed", date(2023, 1, 22)),
        ),
        as_of=TODAY,
    )
    assert found.select("project_id", "state", "days_late").rows() == [
        ("long", "late", 365),
        ("ten", "late", 10),
        ("none", "unknown", None),
        ("soon", "on_time", None),
        ("today", "on_time", None),
        ("done", "over", None),
    ]


def test_a_project_without_a_due_date_says_why_nothing_is_known() -> None:
    row = late_projects(projects(("a", "construction", None)), as_of=TODAY).row(0, named=True)
    assert row["reason_zh"] == "不明：没有登记期限"
    assert row["reason_en"] == "Not known, because no due date is recorded"


def test_an_empty_table_gives_an_empty_table_with_its_columns() -> None:
    assert late_projects(projects(), as_of=TODAY).columns == ["project_id", "state", "days_late", "reason_zh", "reason_en"]
    assert open_problems(needs(), as_of=TODAY).is_empty()


def test_only_a_confirmation_or_a_strike_closes_a_need() -> None:
    rows = [{"id": s, "title": s, "status": s} for s in ("open", "in_hand", "answered", "returned", "confirmed", "closed")]
    assert set(open_problems(needs(*rows), as_of=TODAY)["need_id"]) == {"open", "in_hand", "answered", "returned"}


def test_open_problems_count_from_the_dates_that_are_known() -> None:
    found = open_problems(
        needs(
            {"id": "b", "title": "用地", "status": "open", "raised_on": date(2024, 1, 2)},
            {"id": "c", "title": "用电", "status": "open", "raised_on": date(2024, 1, 2), "due_on": date(2024, 1, 20)},
            {"id": "a", "title": "用水", "status": "open", "blocks_project": True},
        ),
        as_of=TODAY,
    )
    assert found.select("need_id", "state", "days_open", "days_late").rows() == [
        ("c", "late", 20, 2),
        ("a", "unknown", None, None),
        ("b", "unknown", 20, None),
    ]


@given(st.integers(-4000, 4000))
def test_lateness_agrees_with_plain_subtraction(days: int) -> None:
    row = late_projects(projects(("a", "signed", TODAY - timedelta(days=days))), as_of=TODAY).row(0, named=True)
    assert row["days_late"] == (days if days > 0 else None)
    assert (row["state"] == "late") == (days > 0)
