"""What is wrong with one row besides what a check of tables says, in words: `record_messages.csv`."""

from django.utils import translation
from django.utils.functional import Promise

from lianqun.office.actions.rows.refusals import Refused
from lianqun.tables import Problem
from lianqun.tables.words import load_words

PARTS = ("zh", "en", "mend_zh", "mend_en")
LANGUAGES = {"zh": "zh-hans", "en": "en"}


def problem_at(code: str, table: str, column: str, value: str | Promise = "") -> Problem:
    """A problem at a column of a row (`edit.reason` for its reason, `proof.…` for what is attached), in both languages."""
    message = load_words(__package__, "record_messages.csv")[code]
    told = {}
    for part in PARTS:
        with translation.override(LANGUAGES[part.removeprefix("mend_")]):
            told[part] = message[part].replace("{value}", str(value))
    return Problem(table, 0, column, str(value), code, **told)


def told_twice(refused: Refused, table: str) -> Problem:
    """A refusal of the whole row as a problem beside others."""
    said = {}
    for part, language in LANGUAGES.items():
        with translation.override(language):
            said[part] = refused.sentence
    return Problem(table, 0, "", "", refused.code, **said, mend_zh="", mend_en="")
