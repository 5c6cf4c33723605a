"""Words, counts and sums as they are printed."""

import csv
import string
from decimal import Decimal
from importlib.resources import files

import pytest

from lianqun.maps.words import say, yi_yuan


def rows() -> list[dict[str, str]]:
    with files("lianqun.maps").joinpath("words.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_keys_are_unique_and_both_languages_say_the_same_values() -> None:
    keys = [row["key"] for row in rows()]
    assert len(keys) == len(set(keys))
    for row in rows():
        fields = [{name for _, name, _, _ in string.Formatter().parse(row[language]) if name} for language in ("zh", "en")]
        assert fields[0] >= fields[1], row["key"]
        assert row["zh"] and row["en"]


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (Decimal(250000), "25.0亿元", "CNY 2.5 bn"),
        (Decimal(22500), "2.25亿元", "CNY 0.225 bn"),
        (Decimal("1234.5"), "0.12亿元", "CNY 0.012 bn"),
        (None, "", ""),
    ],
)
def test_sums_are_written_so_that_they_add_up(amount: Decimal | None, zh: str, en: str) -> None:
    assert (yi_yuan(amount, "zh"), yi_yuan(amount, "en")) == (zh, en)


def test_english_counts_bring_their_noun() -> None:
    assert say("band.links", "en", n=1) == "1 link"
    assert say("band.links", "en", n=2) == "2 links"
    assert say("band.links", "zh", n=2) == "2 环节"
