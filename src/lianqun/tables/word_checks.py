"""Checks that belong to one column of one table: credit codes, industries, periods, place codes, fingerprints, scale."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from difflib import get_close_matches

import numpy as np
import polars as pl
import pyarrow as pa

from lianqun.tables.dates import explain_period
from lianqun.tables.numbers import plain_number
from lianqun.tables.problems import SHOWN, Findings, Spot
from lianqun.tables.raw import ROW
from lianqun.tables.sheets import Sheet, report_rows
from lianqun.vocab.codes import code_lists
from lianqun.vocab.credit_codes import ALPHABET, LENGTH, WEIGHTS, check_character
from lianqun.vocab.dictionary import tables as dictionary
from lianqun.vocab.industries import industries

PLACE_CODE = "^([0-9]{6}|[A-Z]{2}|[0-9]{6}-[a-z0-9-]{1,60})$"
SHA256 = "^[0-9a-f]{64}$"
LEAST_REVENUE_ABOVE_SCALE, FACTOR = Decimal(200), 10_000


def check_words(sheet: Sheet, findings: Findings) -> None:
    """Run the checks of this table's columns, where the columns are there."""
    for column, check in CHECKS.get(sheet.table.name, {}).items():
        if column in sheet.frame.columns:
            check(sheet, column, findings)


def _check_credit_codes(sheet: Sheet, column: str, findings: Findings) -> None:
    codes = sheet.frame.select(ROW, column).drop_nulls()
    shaped = codes[column].str.contains(f"^[{ALPHABET}]{{{LENGTH}}}$")
    report_rows(sheet, ("credit_code_form", column), codes.filter(~shaped), {}, findings)
    formed = codes.filter(shaped)
    wrong = formed.filter(pl.Series(~check_characters_hold(formed[column]), dtype=pl.Boolean))
    rows = [
        {"value": code, "line": sheet.line(row), "suggestion": check_character(code)}
        for row, code in wrong.head(SHOWN).iter_rows()
    ]
    findings.add("credit_code_check", Spot(sheet.file, column), wrong.height, rows)


def check_characters_hold(codes: pl.Series) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """For well-formed credit codes, whether the last character is the right one; all at once (GB 32100).

    Sums stay below 2²⁴, so that single precision is exact.
    """
    if not len(codes):
        return np.zeros(0, dtype=np.bool_)
    text = pa.concat_arrays([codes.rechunk().to_arrow().cast(pa.large_string())])
    letters = np.frombuffer(text.buffers()[2], dtype=np.uint8)[: LENGTH * len(codes)].reshape(-1, LENGTH)
    value_of = np.zeros(256, dtype=np.float32)
    value_of[np.frombuffer(ALPHABET.encode(), dtype=np.uint8)] = np.arange(len(ALPHABET))
    values = value_of[letters]
    total = (values[:, :17] @ np.array(WEIGHTS, dtype=np.float32)).astype(np.int32)
    held = -total % 31 == values[:, 17].astype(np.int32)
    return np.asarray(held, dtype=np.bool_)


def _check_industries(sheet: Sheet, column: str, findings: Findings) -> None:
    cells = sheet.frame.select(ROW, column)
    unknown = cells.filter(~pl.col(column).is_in(list(industries())))
    rows = []
    for row, code in unknown.head(SHOWN).iter_rows():
        close = _nearest_industry(code)
        words = {"nearest_zh": f"可能是 {close}；" if close else "", "nearest_en": f"perhaps {close}; " if close else ""}
        rows.append({**words, "value": code, "line": sheet.line(row)})
    findings.add("unknown_industry", Spot(sheet.file, column), unknown.height, rows)


def _nearest_industry(code: str) -> str:
    """The entry most likely meant: without the section's letter, a name instead of a code, or a longer code."""
    by_name = {entry.name: entry.code for entry in industries().values()}
    bare = code[1:] if code[:1].isalpha() else code
    close = get_close_matches(code, by_name, n=1, cutoff=0.6)
    found = bare if bare in industries() else by_name[close[0]] if close else ""
    return f"{found}（{industries()[found].name}）" if found else ""


def _check_periods(sheet: Sheet, column: str, findings: Findings) -> None:
    cells = sheet.frame.select(ROW, pl.col(column).alias("value")).drop_nulls()
    wrong = {value: found for value in cells["value"].unique() if (found := explain_period(value))}
    bad = cells.filter(pl.col("value").is_in(list(wrong)))
    kinded = bad.with_columns(
        kind=pl.col("value").replace_strict({value: code for value, (code, _) in wrong.items()}, return_dtype=pl.String)
    )
    for (kind,), group in kinded.group_by("kind", maintain_order=True):
        rows = [{**wrong[value][1], "value": value, "line": sheet.line(row)} for row, value, _ in group.head(SHOWN).iter_rows()]
        findings.add(str(kind), Spot(sheet.file, column), group.height, rows)


def _check_place_codes(sheet: Sheet, column: str, findings: Findings) -> None:
    """Official codes; a park that has none takes its parent's code and a short name."""
    names = [ROW, column, *(name for name in ("level", "parent_id") if name in sheet.frame.columns)]
    frame = sheet.frame.select(names)
    wrong = ~pl.col(column).str.contains(PLACE_CODE)
    if len(names) == 4:
        of_parent = (pl.col("level") == "park") & (pl.col(column).str.slice(0, 6) == pl.col("parent_id").str.slice(0, 6))
        wrong = wrong | (pl.col(column).str.contains("-", literal=True) & ~of_parent.fill_null(False))
    report_rows(sheet, ("place_code", column), frame.filter(wrong), {}, findings)


def _check_sha256(sheet: Sheet, column: str, findings: Findings) -> None:
    frame = sheet.frame.select(ROW, column)
    report_rows(sheet, ("sha256_form", column), frame.filter(~pl.col(column).str.contains(SHA256)), {}, findings)


def _check_scale(sheet: Sheet, column: str, findings: Findings) -> None:
    """A firm above scale takes in 20 million yuan a year; one with less than a tenth of it was written in 亿元."""
    if "above_scale" not in sheet.frame.columns:
        return
    revenue = pl.col(column)
    frame = sheet.frame.select(ROW, column, "above_scale").filter(pl.col("above_scale") & (revenue > 0))
    small = frame.filter(revenue < LEAST_REVENUE_ABOVE_SCALE)
    rows = [
        {"value": plain_number(value), "line": sheet.line(row), "suggestion": plain_number(value * FACTOR)}
        for row, value, _ in small.head(SHOWN).iter_rows()
    ]
    findings.add("factor_of_scale", Spot(sheet.file, column), small.height, rows)


def _check_order(sheet: Sheet, column: str, findings: Findings) -> None:
    if "start" in sheet.frame.columns:
        bad = sheet.frame.select(ROW, column, pl.col("start").alias("other")).filter(pl.col(column) < pl.col("other"))
        report_rows(sheet, ("passage_backwards", column), bad, {}, findings)


def _check_rule_words(sheet: Sheet, column: str, findings: Findings) -> None:
    """What a rule of a stage asks for: a column of projects, a kind of document, or an office that signs."""
    if "kind" not in sheet.frame.columns:
        return
    for kind, words in _words_of_rules().items():
        held = sheet.frame.filter(pl.col("kind") == kind).select(ROW, value=pl.col(column).fill_null(""))
        _report_strange(sheet, column, held, words, findings)


def _check_rule_condition(sheet: Sheet, column: str, findings: Findings) -> None:
    _report_strange(sheet, column, sheet.frame.select(ROW, value=column).drop_nulls(), _words_of_rules()["field"], findings)


def _report_strange(sheet: Sheet, column: str, cells: pl.DataFrame, words: Mapping[str, str], findings: Findings) -> None:
    """Cells that are none of some codes; a word that stands for a code (or is near one) names it."""
    strange = cells.filter(~pl.col("value").is_in(list(words.values())))
    rows = []
    for row, value in strange.head(SHOWN).iter_rows():
        near = get_close_matches(value, words, n=1, cutoff=0.6)
        meant = {"nearest_zh": f"可能是 {words[near[0]]}；", "nearest_en": f"perhaps {words[near[0]]}; "} if near else {}
        rows.append({"nearest_zh": "", "nearest_en": "", **meant, "value": value, "line": sheet.line(row)})
    findings.add("rule_word", Spot(sheet.file, column), strange.height, rows)


def _words_of_rules() -> dict[str, dict[str, str]]:
    """Kind of rule → every word for what such a rule may ask for, with its code."""
    columns = {word: one.name for one in dictionary()["projects"].columns for word in (one.zh, one.en.lower(), one.name)}
    lists = {"document": "attachment_tag", "sign": "sign_office"}
    coded = {kind: code_lists()[name] for kind, name in lists.items()}
    return {
        "field": columns,
        **{kind: {word: code for code, it in held.items() for word in (it.zh, it.en, code)} for kind, held in coded.items()},
    }


Check = Callable[[Sheet, str, Findings], None]
CHECKS: Mapping[str, Mapping[str, Check]] = {
    "places": {"id": _check_place_codes},
    "organizations": {
        "credit_code": _check_credit_codes,
        "industry_code": _check_industries,
        "revenue_wan_yuan": _check_scale,
    },
    "indicators": {"period": _check_periods},
    "project_events": {"period": _check_periods},
    "statements": {"period": _check_periods},
    "documents": {"sha256": _check_sha256},
    "passages": {"end": _check_order},
    "stage_rules": {"what": _check_rule_words, "when_column": _check_rule_condition},
}
