"""Every sentence that the site says has its Chinese in the one catalogue, and nothing in it is said no more."""

import gettext
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from lianqun.office.outside.words import OFFICE, catalogues, compile_words

ROOT = Path(__file__).parents[2]
CATALOGUE = OFFICE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every sentence in a call of `_` or `gettext`, in Python and in templates, gathered as `make words` gathers them."""
    template = tmp_path_factory.mktemp("words") / "django.pot"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        command = ["pybabel", "-q", "extract", "-F", "pyproject.toml", "-k", "gettext_lazy", "-o", str(template), str(OFFICE)]
        CommandLineInterface().run(command)
    return {str(message.id) for message in messages_in(template)}


def messages_in(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


@cache
def entries() -> list[Message]:
    return messages_in(CATALOGUE)


def test_there_is_one_catalogue() -> None:
    assert list(catalogues()) == [CATALOGUE]


def test_every_sentence_has_its_chinese(sentences: set[str]) -> None:
    assert len(sentences) > 500
    translated = {message.id for message in entries() if message.string and not message.fuzzy}
    assert sorted(sentences - translated) == [], "run `make words` and write their Chinese"


def test_no_sentence_is_translated_that_nobody_says(sentences: set[str]) -> None:
    assert sorted({str(message.id) for message in entries()} - sentences) == [], "`make words` takes them out"


def test_the_chinese_keeps_every_number_of_the_sentence() -> None:
    kept = {message.id: (set(PLACEHOLDER.findall(message.id)), set(PLACEHOLDER.findall(message.string))) for message in entries()}
    assert [said for said, (english, chinese) in kept.items() if english != chinese] == []


def test_every_catalogue_is_compiled(tmp_path: Path) -> None:
    file = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "link"\nmsgstr "环节"\n', encoding="utf-8"
    )
    assert compile_words(tmp_path) == 1
    with file.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("link") == "环节"
