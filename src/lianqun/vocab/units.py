"""Units of measure with their dimension and factor, from `units.csv`, and the words before them: 万, 亿."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from lianqun.vocab.dictionary import rows_of

MAGNITUDES = {"百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `factor` turns it into the base unit of its dimension (元, 平方米, 千瓦, …); `kind` says how a text uses it.

    Kinds: amount, count, generic (measure words that also serve in mere turns of speech), spec (a size that names a kind of
    product), ratio, point, times, duration, calendar, group (大 in 八大产业链).
    """

    name: str
    dimension: str
    factor: Decimal
    kind: str


@cache
def units() -> dict[str, Unit]:
    """All units by name and by every other spelling."""
    found: dict[str, Unit] = {}
    for row in rows_of("units.csv"):
        unit = Unit(row["unit"], row["dimension"], Decimal(row["factor"]), row["kind"])
        for name in (row["unit"], *row["spellings"].split()):
            found.setdefault(name, unit)
    return found


@cache
def _unit_words() -> dict[str, str]:
    return {row["unit"]: row["en"] for row in rows_of("unit_words.csv")}


def unit_in_english(unit: str) -> str:
    """A unit of the dictionary as an English reader has it, from `unit_words.csv`: 亩 is mu. Empty for what is counted without one."""
    return _unit_words().get(unit, unit)


@lru_cache(maxsize=4096)
def parse_unit(printed: str) -> tuple[Unit, Decimal] | None:
    """The unit of a printed one and the factor to its base: 亿元 → (元, 10⁸); `None` where it is not known.

    What follows a stroke (万片/年) names a rate and is left out.
    """
    name = printed.split("/")[0].removeprefix("个") if printed not in units() else printed
    if name in units():
        return units()[name], units()[name].factor
    for word in sorted(MAGNITUDES, key=len, reverse=True):
        unit = units().get(name.removeprefix(word) or "元") if name.startswith(word) else None
        if unit is not None:
            return unit, unit.factor * MAGNITUDES[word]
    return None
