"""Sentences of the project's life, in Chinese and English, from `words.csv`."""

import csv
from functools import cache
from pathlib import Path


@cache
def sentences() -> dict[str, tuple[str, str]]:
    """All sentences: key → (Chinese, English), with the names of their values in braces."""
    return {row["key"]: (row["zh"], row["en"]) for row in read_rows("words.csv")}


def read_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV table that stands beside this module."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))
