"""Sentences in both languages from a small CSV file beside the module that uses them."""

import csv
from functools import cache
from importlib.resources import files


@cache
def load_words(package: str, file: str) -> dict[str, dict[str, str]]:
    """Rows of a CSV file of a package by their first column."""
    with files(package).joinpath(file).open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    return {next(iter(row.values())): row for row in rows}


def sentence(package: str, file: str, key: str, **words: object) -> tuple[str, str]:
    """The sentence of a key in Chinese and in English with its placeholders filled."""
    row = load_words(package, file)[key]
    return row["zh"].format_map(words), row["en"].format_map(words)
