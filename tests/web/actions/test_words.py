"""Every sentence of the actions, the jobs and the interface has its Chinese."""

import ast
from pathlib import Path

import polib

import lianqun.office

OFFICE = Path(lianqun.office.__file__).parent
SPOKEN = ("actions", "jobs", "worker", "api", "queries/tables/workbooks.py")


def sentences() -> set[str]:
    """The text of every call of `_` in these packages."""
    paths = [path for part in SPOKEN for path in ([OFFICE / part] if part.endswith(".py") else (OFFICE / part).rglob("*.py"))]
    calls = [
        node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_"]
    return {call.args[0].value for call in named if isinstance(call.args[0], ast.Constant)}


def test_every_sentence_is_translated() -> None:
    words = {entry.msgid: entry.msgstr for entry in polib.pofile(str(OFFICE / "actions/locale/zh_Hans/LC_MESSAGES/django.po"))}
    assert len(sentences()) > 50
    assert {sentence for sentence in sentences() if not words.get(sentence)} == set()
    assert set(words) - sentences() == set(), "sentences that nothing says any more"
