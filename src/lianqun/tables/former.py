"""What older data sets said with words that the dictionary no longer has, said with those of today (`former_words.csv`)."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import polars as pl


def in_words_of_today(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The cells of a table with former words replaced, the first row of `former_words.csv` that fits counting."""
    for word in _former_words():
        if word["table"] == table and frame.schema.get(word["column"]) == pl.String:
            frame = _replaced(frame, word)
    return frame


def _replaced(frame: pl.DataFrame, word: Mapping[str, str]) -> pl.DataFrame:
    fits = pl.col(word["column"]) == word["former"]
    if word["where_known"]:
        fits &= pl.col(word["where_known"]).is_not_null() if word["where_known"] in frame.columns else pl.lit(False)
    if frame.filter(fits).is_empty():
        return frame
    changes = [pl.when(fits).then(pl.lit(word["becomes"])).otherwise(pl.col(word["column"])).alias(word["column"])]
    if word["sets"]:
        told = pl.col(word["sets"]) if word["sets"] in frame.columns else pl.lit(None, pl.String)
        changes.append(pl.when(fits).then(pl.lit(word["to"])).otherwise(told).alias(word["sets"]))
    return frame.with_columns(changes)


@cache
def _former_words() -> tuple[dict[str, str], ...]:
    with files(__package__).joinpath("former_words.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))
