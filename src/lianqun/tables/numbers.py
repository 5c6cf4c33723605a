"""Why a cell is not the number that its column wants, and what to write instead."""

import re
import unicodedata
from decimal import Decimal

from lianqun.tables.parsing import SHAPES
from lianqun.tables.problems import type_words
from lianqun.tables.words import load_words
from lianqun.vocab.dictionary import Column
from lianqun.vocab.units import MAGNITUDES, Unit, parse_unit

THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
SCIENTIFIC = re.compile(r"-?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]+")
PRECISE = re.compile(r"-?[0-9]{1,11}\.[0-9]{5,}")
LARGE = re.compile(r"-?[0-9]{12,}(\.[0-9]+)?")
MEASURED = re.compile(r"[约近超逾]?过?(-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?:余|多)?([^0-9\s.,][^0-9]{0,11})")
FOUR_PLACES = Decimal("0.0001")

Explanation = tuple[str, dict[str, object]]


def explain_number(column: Column, value: str) -> Explanation:
    """The code of the problem and the words of its message, for a cell of a column of integers or decimals."""
    plain = unicodedata.normalize("NFKC", value).strip(" \u200b\ufeff")
    fits = re.fullmatch(SHAPES[column.type].strip("^$"), plain)
    if fits:
        narrow = unicodedata.normalize("NFKC", value) == value
        return ("stray_space" if narrow else "full_width"), {"suggestion": plain}
    if THOUSANDS.fullmatch(plain):
        return "thousands_mark", {"suggestion": plain.replace(",", "")}
    if SCIENTIFIC.fullmatch(plain):
        return "scientific", {}
    if column.type == "decimal" and PRECISE.fullmatch(plain):
        return "too_precise", {"suggestion": plain_number(Decimal(plain).quantize(FOUR_PLACES))}
    if LARGE.fullmatch(plain):
        return "too_large", {}
    return _explain_unit(column, plain) or ("wrong_type", dict(type_words()[column.type]))


def _explain_unit(column: Column, plain: str) -> Explanation | None:
    found = MEASURED.fullmatch(plain)
    if not found:
        return None
    number, written = Decimal(found[1].replace(",", "")), found[2].strip()
    if written == column.unit:
        return "unit_written", {"unit": column.unit, "suggestion": plain_number(number)}
    wanted = parse_unit(column.unit) if column.unit else None
    measured = parse_unit(written + wanted[0].name if wanted and written in MAGNITUDES else written)
    if not measured:
        return None
    if not wanted:
        return ("unit_beside", {"written": written, "suggestion": plain_number(number)}) if not column.unit else None
    return _compare_units(column, number, measured, wanted)


def _compare_units(column: Column, number: Decimal, measured: tuple[Unit, Decimal], wanted: tuple[Unit, Decimal]) -> Explanation:
    if measured[0].dimension != wanted[0].dimension:
        (zh, en), (wanted_zh, wanted_en) = dimension_words(measured[0].dimension), dimension_words(wanted[0].dimension)
        words = {"dimension_zh": zh, "dimension_en": en, "wanted_zh": wanted_zh, "wanted_en": wanted_en}
        return "unit_of_other_dimension", {**words, "unit": column.unit}
    return "unit_written", {"unit": column.unit, "suggestion": plain_number(number * measured[1] / wanted[1])}


def dimension_words(dimension: str) -> tuple[str, str]:
    """Chinese and English words for a dimension; for one without words, its own name."""
    row = load_words("lianqun.tables", "dimensions.csv").get(dimension)
    return (row["zh"], row["en"]) if row else (dimension, dimension)


def plain_number(number: Decimal) -> str:
    """A number in plain digits, without an exponent or useless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
