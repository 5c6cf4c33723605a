"""Whether two figures for one thing agree, as far as each was printed: 近300 and 297 do, 300 and 297 do not."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

from lianqun.vocab.units import parse_unit

Agreement = Literal["same", "coarser", "finer", "overlaps", "differs", "incomparable"]
ORDINAL = "第"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a claim holds it: value (lower end of a range), unit, qualifier, upper end of a range."""

    value: Decimal
    unit: str = ""
    qualifier: str = ""
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """What a figure leaves possible, in the base unit of its dimension: both ends included, None is open."""

    dimension: str
    least: Decimal | None
    most: Decimal | None


def compare(left: Figure, right: Figure) -> Agreement:
    """How the right figure stands to the left one: by the reaches that `reach` gives.

    `differs`: no number fits both. `finer`: all that the right leaves possible the left does as well, and more; `coarser` the
    other way round; `same`: both leave the same; `overlaps`: neither holds the other; `incomparable`: other dimensions.
    """
    one, other = reach(left), reach(right)
    if one.dimension != other.dimension:
        return "incomparable"
    if _above(one.least, other.most) or _above(other.least, one.most):
        return "differs"
    if (one.least, one.most) == (other.least, other.most) or _core(left) == _core(right):
        return "same"
    if _holds(one, other):
        return "finer"
    return "coarser" if _holds(other, one) else "overlaps"


def reach(figure: Figure) -> Reach:
    """The numbers that a figure leaves possible.

    A plain number is known to half a unit of its last printed place (30.98 is 30.975 to 30.985, 300 is 299.5 to 300.5); a
    qualifier widens it by the units of the last digit that is not zero that `rounding.csv` gives (近300: from 250). An
    ordinal is compared only with ordinals, and an unknown unit only with itself.
    """
    known = parse_unit(figure.unit)
    dimension, factor = (known[0].dimension, known[1]) if known else (f"unit:{figure.unit}", Decimal(1))
    dimension = f"{dimension}:ordinal" if figure.qualifier == ORDINAL else dimension
    below, above = _rounding().get(figure.qualifier, (Decimal(0), Decimal(0)))
    last = Decimal(1).scaleb(_exponent(figure.value))
    half = min(last, Decimal(1)) / 2
    top = figure.value if figure.upper is None else figure.upper
    least = None if below is None else figure.value - max(below * last, half)
    most = None if above is None else top + max(above * last, half)
    return Reach(dimension, None if least is None else least * factor, None if most is None else most * factor)


def _core(figure: Figure) -> tuple[Decimal, str, Decimal | None]:
    """The number itself in the base unit, with its qualifier: 25亿元 and 250000万元 are the same."""
    known = parse_unit(figure.unit)
    factor = known[1] if known else Decimal(1)
    return figure.value * factor, figure.qualifier.strip("="), None if figure.upper is None else figure.upper * factor


def _exponent(value: Decimal) -> int:
    """The power of ten of the last digit that is not zero: 300 → 2, 30.98 → -2, 0 → 0."""
    return int(value.normalize().as_tuple().exponent) if value else 0


def _above(least: Decimal | None, most: Decimal | None) -> bool:
    return least is not None and most is not None and least > most


def _holds(outer: Reach, inner: Reach) -> bool:
    low = outer.least is None or (inner.least is not None and inner.least >= outer.least)
    return low and (outer.most is None or (inner.most is not None and inner.most <= outer.most))


@cache
def _rounding() -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """Qualifier → units below and above; None where that end is open."""
    with files(__package__).joinpath("rounding.csv").open(encoding="utf-8") as file:
        return {row["qualifier"]: (_units(row["below"]), _units(row["above"])) for row in csv.DictReader(file)}


def _units(text: str) -> Decimal | None:
    return None if text == "open" else Decimal(text)
