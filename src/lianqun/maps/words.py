"""Every text of the maps, in Chinese and English, from `words.csv`."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files

TEN_THOUSAND = Decimal(10_000)


@cache
def _words() -> dict[str, dict[str, str]]:
    with files(__package__).joinpath("words.csv").open(encoding="utf-8") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def titled() -> list[str]:
    """The kinds of map: whatever has a title, in the order of the table."""
    return [key.removesuffix(".title") for key in _words() if key.endswith(".title")]


def name_of(kind: str) -> tuple[str, str]:
    """What a kind of map is called where it is chosen, in Chinese and English."""
    row = _words()[f"{kind}.name"]
    return row["zh"], row["en"]


def column_of(language: str) -> str:
    """`zh` or `en`."""
    return "zh" if language.startswith("zh") else "en"


class Count(int):
    """A number that brings its English noun: `{n:link|links}` gives "1 link", "2 links"."""

    def __format__(self, spec: str) -> str:
        if "|" not in spec:
            return super().__format__(spec)
        one, many = spec.split("|")
        return f"{int(self)} {one if self == 1 else many}"


def say(key: str, language: str, **values: object) -> str:
    """The sentence or word `key` with its values filled in. Raises KeyError for a key that is not in the table."""
    counted = {name: Count(value) if type(value) is int else value for name, value in values.items()}
    return _words()[key][column_of(language)].format(**counted)


def join(parts: list[str], language: str) -> str:
    """Names in a row, with the comma of the language."""
    return ("、" if column_of(language) == "zh" else ", ").join(parts)


def yi_yuan(wan_yuan: Decimal | None, language: str) -> str:
    """A sum in 亿元 with two decimals, one where it needs no more (billions of yuan in English); the empty string when it is not known."""
    if wan_yuan is None:
        return ""
    amount = (wan_yuan / TEN_THOUSAND).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if column_of(language) != "zh":
        return f"CNY {(amount / 10).quantize(Decimal('0.001'), ROUND_HALF_UP).normalize():f} bn"
    return f"{amount:.1f}亿元" if amount * 10 % 1 == 0 else f"{amount}亿元"


def percent(value: Decimal) -> str:
    """A share as printed: no trailing zeros."""
    return f"{value.normalize():f}%"
