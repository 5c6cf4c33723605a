"""Times in a text, and the period that each means."""

from datetime import date

import pytest

from lianqun.read.dates import find_published
from lianqun.read.layers.times import find_times

PUBLISHED = date(2024, 3, 15)


@pytest.mark.parametrize(
    ("text", "period", "kind"),
    [
        ("2023年产值", "2023", "period"),
        ("2023年1月至11月产值", "2023-01/2023-11", "period"),
        ("2023年1-8月产值", "2023-01/2023-08", "period"),
        ("去年10月开工", "2023-10", "period"),
        ("今年一季度完成", "2024-01/2024-03", "period"),
        ("上半年完成", "2024-01/2024-06", "period"),
        ("前三季度完成", "2024-01/2024-09", "period"),
        ("3月2日签约", "2024-03-02", "day"),
        ("自2018年落户以来", "2018/2024-03", "since"),
        ("今年以来完成", "2024-01/2024-03", "since"),
        ("到2025年达到", "2025", "period"),
        ("2019至2023年", "2019/2023", "period"),
        ("目前共有", "2024-03", "now"),
    ],
)
def test_periods(text: str, period: str, kind: str) -> None:
    found = find_times(text, PUBLISHED)[0]
    assert (found.period, found.kind) == (period, kind)


@pytest.mark.parametrize("text", ["比2022年提高", "较去年同期增长", "与2024年计划目标持平"])
def test_what_is_compared_with_is_no_period(text: str) -> None:
    assert [time.kind for time in find_times(text, PUBLISHED)] == ["basis"]


def test_year_of_a_report_is_that_of_its_title() -> None:
    times = find_times("2022年某市运行情况\n一季度完成12亿元。", date(2023, 1, 20))
    assert times[-1].period == "2022-01/2022-03"


def test_year_is_inferred_from_the_text_where_nothing_dates_it() -> None:
    (*_, quarter) = find_times("运行情况\n增速比2016年快。\n与2017年目标持平。一季度完成。", None)
    assert (quarter.period, quarter.year_inferred) == ("2017-01/2017-03", True)


@pytest.mark.parametrize(
    "head",
    ["题目\n发布时间：2024-01-22 11:21", "题目\n2024年1月22日", "题目\n某日报 2024-01-22 记者 李某", "题目\n日期：2024/1/22"],
)
def test_publication_date(head: str) -> None:
    assert find_published(f"{head}\n正文第一句。正文第二句。") == date(2024, 1, 22)


def test_no_publication_date_in_a_sentence() -> None:
    assert find_published("题目\n2024年1月22日，会议召开。") is None
