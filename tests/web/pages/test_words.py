"""Every sentence of the pages has its Chinese, and the Chinese keeps the numbers of the sentence."""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import jinja2
import polib
import pytest
from django.utils import translation

from lianqun.office.outside.words import OFFICE, catalogues, compile_words
from lianqun.office.pages import words

CALLS = ("_", "gettext", "gettext_lazy", "ngettext")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence that is translated, with the file that says it."""
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for file in sorted((OFFICE / "templates").rglob("*.html")):
        for _line, _call, said in environment.extract_translations(file.read_text(encoding="utf-8")):
            yield from ((one, file.name) for one in ([said] if isinstance(said, str) else said) if one)
    for folder in ("views", "pages", "queries"):
        for file in sorted((OFFICE / folder).rglob("*.py")):
            yield from ((said, file.name) for said in _said(ast.parse(file.read_text(encoding="utf-8"))))


def _said(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args
        if is_call and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):  # type: ignore[attr-defined]
            yield node.args[0].value  # type: ignore[attr-defined]


def known() -> dict[str, str]:
    return {entry.msgid: entry.msgstr for file in catalogues() for entry in polib.pofile(str(file))}


def test_every_sentence_has_its_chinese() -> None:
    chinese = known()
    missing = sorted({f"{said!r} ({file})" for said, file in sentences() if not chinese.get(said)})
    assert not missing, "\n".join(missing)


def test_the_chinese_keeps_every_number_of_the_sentence() -> None:
    wrong = [said for said, chinese in known().items() if set(PLACEHOLDER.findall(said)) != set(PLACEHOLDER.findall(chinese))]
    assert not wrong


def test_no_sentence_is_translated_that_nobody_says() -> None:
    """Only for the pages' own catalogue."""
    said = {sentence for sentence, _file in sentences()}
    own = polib.pofile(str(OFFICE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    assert not [entry.msgid for entry in own if entry.msgid not in said]


def test_every_catalogue_is_compiled(tmp_path: Path) -> None:
    file = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "link"\nmsgstr "环节"\n', encoding="utf-8"
    )
    assert compile_words(tmp_path) == 1
    assert [entry.msgstr for entry in polib.mofile(str(file.with_suffix(".mo")))] == ["环节"]


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "chinese", "english"),
    [
        (Decimal("300"), "亿元", "近", "近300亿元", "nearly 300 亿元"),
        (Decimal("3000"), "人", "余", "3,000余人", "somewhat over 3,000 人"),
        (Decimal("20"), "%", "以上", "20%以上", "at least 20 %"),
        (Decimal("5"), "个", "第", "第5个", "no. 5 个"),
        (Decimal("12.50"), "", "=", "12.5", "12.5"),
        (None, "人", "余", "", ""),
    ],
)
def test_a_number_keeps_its_qualifier(value: Decimal | None, unit: str, qualifier: str, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert words.quantity(value, unit, qualifier) == chinese
    with translation.override("en"):
        assert words.quantity(value, unit, qualifier) == english


@pytest.mark.parametrize(
    ("wan_yuan", "chinese", "english"),
    [("250000", "25.0", "2,500"), ("1234567", "123.5", "12,345.67"), ("300", "0.03", "3"), (None, "", ""), ("0", "0.00", "0")],
)
def test_money_is_written_in_the_readers_unit(wan_yuan: str | None, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert words.money(wan_yuan) == chinese
    with translation.override("en"):
        assert words.money(wan_yuan) == english


def test_a_range_is_written_as_a_range() -> None:
    said = SimpleNamespace(
        value_number=Decimal("40.0000"), value_upper=Decimal("50.0000"), value_text="", unit="道", qualifier=""
    )
    with translation.override("zh-hans"):
        assert words.claim_value(said) == "40–50道"


@pytest.mark.parametrize(
    ("name", "most", "expected"),
    [
        ("短名", 6, "短名"),
        ("山东有研艾斯半导体材料有限公司", 8, "山东有研…限公司"),
        ("Semiconductor materials", 8, "Semicondu…rials"),
    ],
)
def test_a_long_name_is_cut_in_the_middle(name: str, most: int, expected: str) -> None:
    assert words.cut(name, most) == expected
