"""How much is generated, for which years, from which seed; and the random draws that every table is made with."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

PREFECTURE = "990100"
MOST_PROJECTS, MOST_FIRMS, MOST_YEARS = 1_000_000, 5_000_000, 30
LEAST_FIRMS = 100
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)

Tables = Mapping[str, pl.DataFrame]
Tell = Callable[[int, int | None, str], None]
Numbers = np.ndarray[Any, np.dtype[Any]]


class PlanRefused(ValueError):
    """A region that cannot be generated: the sentence in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True, slots=True)
class Plan:
    """A generated region: number of projects and firms, years back from the day up to which it speaks, and the seed.

    Raises PlanRefused for sizes and days outside what can be generated.
    """

    as_of: date
    projects: int = 20_000
    firms: int = 60_000
    years: int = 5
    seed: int = 1

    def __post_init__(self) -> None:
        bounds = (
            ("projects", "项目数", self.projects, 1, MOST_PROJECTS),
            ("firms", "企业数", self.firms, LEAST_FIRMS, MOST_FIRMS),
            ("years", "年数", self.years, 1, MOST_YEARS),
            ("seed", "种子", self.seed, 0, 2**32 - 1),
        )
        for name, zh, value, least, most in bounds:
            if not least <= value <= most:
                raise PlanRefused(f"{zh}应在 {least} 到 {most} 之间，不是 {value}", f"{name} is {value}: give {least} to {most}")
        if not FIRST_DAY <= self.as_of <= LAST_DAY:
            span = f"{FIRST_DAY} … {LAST_DAY}"
            raise PlanRefused(f"截至日应在 {span} 之间，不是 {self.as_of}", f"the day {self.as_of} is outside {span}")

    @property
    def first_day(self) -> date:
        """The first of January of the year with which the region begins."""
        return date(self.as_of.year - self.years, 1, 1)

    @property
    def days(self) -> int:
        """Days from the first to the last."""
        return (self.as_of - self.first_day).days

    def random(self, name: str) -> np.random.Generator:
        """The draws of one table: named, so that a table more changes no other."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])


def choose(random: np.random.Generator, weights: Sequence[float] | Numbers, count: int) -> Numbers:
    """So many numbers below the length of the weights, each as often as its weight says."""
    if not count:
        return np.zeros(0, dtype=np.int64)
    ends = np.cumsum(np.asarray(weights, dtype=np.float64))
    found = np.searchsorted(ends, random.random(count) * ends[-1], side="right")
    return np.asarray(np.minimum(found, len(ends) - 1))


def log_normal(random: np.random.Generator, median: float | Numbers, spread: float | Numbers, count: int) -> Numbers:
    """Heavy-tailed sizes: half of them lie below the median."""
    return np.asarray(median * np.exp(random.normal(0.0, 1.0, count) * spread))


def rounded(values: Numbers, digits: int = 2) -> Numbers:
    """Whole numbers as people write them: so many figures, then noughts."""
    step = 10.0 ** np.maximum(np.floor(np.log10(np.maximum(values, 1))) - digits + 1, 0)
    return np.asarray(np.round(values / step) * step, dtype=np.int64)


def rows_at(frame: pl.DataFrame, numbers: Numbers) -> pl.DataFrame:
    """The rows of these numbers, in this order, as often as they are named."""
    return frame[pl.Series(numbers, dtype=pl.Int64)]


def days_of(first: date, offsets: Numbers) -> pl.Series:
    """Days so many days after the first; a negative offset is no day."""
    start = (first - date(1970, 1, 1)).days
    days = pl.Series(offsets.astype(np.int64) + start).cast(pl.Int32).cast(pl.Date)
    return pl.select(pl.when(pl.Series(offsets >= 0)).then(days)).to_series()


def instants(plan: Plan, seconds: Numbers) -> pl.Series:
    """Instants so many seconds after the first midnight (UTC) of a plan."""
    start = (plan.first_day - date(1970, 1, 1)).days * 86_400
    micro = pl.Series((seconds.astype(np.int64) + start) * 1_000_000)
    return micro.cast(pl.Datetime("us", "UTC"))


def hundredths(values: pl.Series) -> pl.Series:
    """Exact decimals from whole hundredths: 1234 → 12.34."""
    exact = pl.Decimal(18, 4)
    return pl.select(values.cast(exact) / pl.lit(100).cast(exact)).to_series().cast(exact)
