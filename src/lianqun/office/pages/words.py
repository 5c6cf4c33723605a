"""How values are written on a page: numbers, money, days, coded words, names in the language of the reader."""

import csv
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any
from unicodedata import east_asian_width

from django.utils import timezone
from django.utils.translation import get_language, gettext

from lianqun.office.accounts.roles import ROLES
from lianqun.read.doubts import doubt_words
from lianqun.read.rule_words import rules_in_words
from lianqun.trace import told_again
from lianqun.vocab.codes import code_lists, word
from lianqun.vocab.dictionary import tables
from lianqun.vocab.units import unit_in_english

BEFORE_ZH = {"近": "近", "超": "超", "约": "约", "第": "第"}
WITHIN_ZH = {"余": "余"}
AFTER_ZH = {"以上": "以上", "级": "级", "以下": "以下"}
_ENGLISH_BEGINS = re.compile(r"(?<=[。！？])(?=[A-Z0-9][^\u3000-\u9fff]*[a-z])")
NO_BREAK = "\u00a0"


def is_chinese() -> bool:
    """Whether the reader reads Chinese."""
    return (get_language() or "zh-hans").startswith("zh")


def language() -> str:
    """The language of the reader as the library names it: `zh` or `en`."""
    return "zh" if is_chinese() else "en"


def named(row: Any, field: str = "name") -> str:
    """The name of a row in the language of the reader; the Chinese one where no English is known. `row` may be a mapping."""
    if row is None:
        return ""
    get = row.get if isinstance(row, Mapping) else lambda key, default="": getattr(row, key, default)
    chinese = str(get(f"{field}_zh", "") or "")
    return chinese if is_chinese() else str(get(f"{field}_en", "") or "") or chinese


def in_own_language(said: str) -> str:
    """The half of a sentence that comes in both languages, Chinese first; the whole where it cannot be told apart."""
    cut = _ENGLISH_BEGINS.search(said)
    return said if cut is None else said[: cut.start()] if is_chinese() else said[cut.start() :]


def code_word(code_list: str, code: str | None) -> str:
    """The word of a code list for a code; the code itself where the list does not know it."""
    return word(code_list, code, language()) or (code or "")


def rule_limit(limit: Mapping[str, Any] | None) -> str:
    """How long a rule lets a project stand at a stage, in words."""
    if limit is None or limit["days"] is None:
        return gettext("none")
    return (gettext("%(n)s working days") if limit["is_working"] else gettext("%(n)s days")) % {"n": limit["days"]}


def rule_signer(signer: Mapping[str, Any]) -> str:
    """An office that a rule lets sign, its step and how many of its people, in words."""
    office = code_word("sign_office", signer["office"])
    return gettext("%(office)s, step %(step)s (%(needs)s)") % {
        "office": office,
        "step": signer["step"],
        "needs": code_word("signing_need", signer["needs"] or "any"),
    }


def words_of(code_list: str) -> list[tuple[str, str]]:
    """A code list as (code, word) pairs in its own order."""
    return [(code, word(code_list, code, language())) for code in code_lists()[code_list]]


def number(value: Any, places: int | None = None) -> str:
    """A number with thousands separated and no trailing zeros; the empty string for None."""
    if value is None or value == "":
        return ""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if places is not None:
        return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"
    text = f"{exact:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value_wan_yuan: Any, *, unit: bool = False) -> str:
    """Money given in 万元: in Chinese 亿元 with two decimals, one where it needs no more from one 亿元 on; in English million yuan."""
    if value_wan_yuan is None or value_wan_yuan == "":
        return ""
    exact = Decimal(str(value_wan_yuan))
    if not is_chinese():
        return number(exact / 100, None if exact % 100 else 0) + (f"{NO_BREAK}million yuan" if unit else "")
    places = 1 if abs(exact) >= 10_000 and exact % 1_000 == 0 else 2
    return number(exact / 10_000, places) + ("亿元" if unit else "")


def day(value: date | datetime | None) -> str:
    """A day as 2024-01-22; the empty string for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value.isoformat()


def minute(value: datetime | None) -> str:
    """A moment as 2024-01-22 11:21 in the office's own time."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value is not None else ""


def second(value: datetime | None) -> str:
    """A moment to the second with its zone, as a proof has it: 2024-01-22 11:21:03 UTC+8."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    hours = int((local.utcoffset() or timedelta()) / timedelta(hours=1))
    return f"{local:%Y-%m-%d %H:%M:%S} UTC{hours:+d}"


def cut(text: str, most: int = 24) -> str:
    """A long name cut in the middle to the width of so many Chinese characters; the page shows the whole in a tooltip."""
    room = 2 * most
    if 2 * len(text) <= room or _width(text) <= room:
        return text
    head = _fitting(text, (room - 2) * 2 // 3)
    tail = _fitting(text[::-1], room - 2 - _width(head))[::-1]
    return f"{head}…{tail}"


def _width(text: str) -> int:
    """Width in half-width characters."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _fitting(text: str, room: int) -> str:
    """As much of the beginning of a text as fits a width."""
    taken = list(accumulate(_width(character) for character in text))
    return text[: bisect_right(taken, room)]


def quantity(value: Any, unit: str = "", qualifier: str = "") -> str:
    """A number with its qualifier and unit: 近300亿元, 3,000余人, 20%以上; nearly 300 亿元."""
    shown = value if isinstance(value, str) else number(value)
    if not shown:
        return ""
    if is_chinese():
        return "".join((BEFORE_ZH.get(qualifier, ""), shown, WITHIN_ZH.get(qualifier, ""), unit, AFTER_ZH.get(qualifier, "")))
    said = {"": "", "=": "", "第": "no."}.get(qualifier, word("qualifier", qualifier, "en"))
    return " ".join(part for part in (said, shown, unit) if part)


def claim_value(statement: Any) -> str:
    """What a statement says, as a reader expects it: number, range or text, with qualifier and unit."""
    if statement.value_number is None:
        return quantity(statement.value_text, statement.unit, statement.qualifier)
    shown = number(statement.value_number)
    if statement.value_upper is not None:
        shown = f"{shown}–{number(statement.value_upper)}"
    return quantity(shown, statement.unit, statement.qualifier)


@cache
def _attributes() -> dict[str, tuple[str, str]]:
    with files(__package__).joinpath("attributes.csv").open(encoding="utf-8") as file:
        return {row["attribute"]: (row["zh"], row["en"]) for row in csv.DictReader(file)}


def attribute_word(attribute: str) -> str:
    """The word for an attribute of a claim; attributes that are words already stay as they are."""
    chinese, english = _attributes().get(attribute, (attribute, attribute))
    return chinese if is_chinese() else english


def doubts_of(flags: str) -> list[str]:
    """The flags of a statement as sentences of the reader's language, a second reader's agreement among them."""
    return [doubt_words(flag)[0 if is_chinese() else 1] for flag in flags.split()]


def rules_of(rule: str) -> list[tuple[str, str]]:
    """The parts of a claim's rule, each with its sentence in the reader's language."""
    return [(part, zh if is_chinese() else en) for part, zh, en in rules_in_words(rule)]


def table_word(table: str) -> str:
    """The word for a table of the data set."""
    known = tables().get(table)
    return table if known is None else (known.zh if is_chinese() else known.en)


def column_word(table: str, column: str) -> str:
    """The word for a column of a table; the column's own name where there is no such column."""
    found = next((one for one in tables()[table].columns if one.name == column), None) if table in tables() else None
    return column if found is None else (found.zh if is_chinese() else found.en)


def unit_word(unit: str) -> str:
    """A unit of the dictionary in the reader's language."""
    return unit if is_chinese() else unit_in_english(unit)


def role_word(role: str) -> str:
    """The name of a role; the code itself where there is no such role any more."""
    return ROLES[role].name(language()) if role in ROLES else role


def noted(table: str, column: str, text: str) -> str:
    """What stands in a column of text, in the reader's language where the program wrote it there as a code; otherwise as it stands."""
    said = NOTED[table, column](text) if (table, column) in NOTED else None
    return text if said is None else said[0 if is_chinese() else 1]


def _stage_noted(text: str) -> tuple[str, str] | None:
    return (
        (word("project_stage", text, "zh"), word("project_stage", text, "en")) if text in code_lists()["project_stage"] else None
    )


NOTES = {"first_report_disputed": ("首报待裁定", "waits for the decision whose lead it is")}
NOTED: dict[tuple[str, str], Callable[[str], tuple[str, str] | None]] = {
    ("lead_disputes", "found_by"): told_again,
    ("lead_steps", "note"): NOTES.get,
    ("project_events", "note"): _stage_noted,
}


def told(value: Any) -> str:
    """What the log holds of a change, in words: 状态 已采纳; role 链长, place 371400."""
    if not isinstance(value, Mapping):
        return "" if value is None else str(value)
    parts = (
        f"{KEYS.get(key, (key, key))[0 if is_chinese() else 1]} {_word_of(key, part)}"
        for key, part in value.items()
        if part not in ("", None, {}) and key not in UNTOLD
    )
    return "；".join(parts) if is_chinese() else "; ".join(parts)


UNTOLD = ("ids", "at")
KEYS = {
    "status": ("状态", "status"),
    "role": ("角色", "role"),
    "place_id": ("地区", "place"),
    "chain_id": ("产业链", "chain"),
    "name": ("名称", "name"),
    "rows": ("行数", "rows"),
    "filters": ("筛选", "filters"),
    "format": ("格式", "format"),
    "verdict": ("结论", "verdict"),
    "value": ("值", "value"),
    "statements": ("陈述", "statements"),
    "reader": ("读取器", "reader"),
    "tables": ("表", "tables"),
    "file": ("文件", "file"),
    "id": ("编号", "number"),
    "reason": ("理由", "reason"),
    "seconds": ("用时（秒）", "seconds"),
    "new": ("新授予", "new"),
    "organization_id": ("企业编号", "organisation"),
}


def _word_of(key: str, value: Any) -> str:
    """A value of the log: coded words spelt out, nested values told in the same way."""
    lists = {"status": "statement_status", "verdict": "verdict", "reason": "review_reason"}
    if key in lists:
        return code_word(lists[key], str(value))
    if key == "role":
        return role_word(str(value))
    return f"({told(value)})" if isinstance(value, Mapping) else str(value)


def outcome_sentence(outcome: Mapping[str, Any] | None, field: str = "") -> str:
    """A sentence of a problem or an outcome, in the language of the reader: `zh` / `en`, or `mend_zh` / `mend_en`."""
    if not outcome:
        return ""
    prefix = f"{field}_" if field else ""
    return str(outcome.get(f"{prefix}{language()}") or outcome.get("sentence") or "")
