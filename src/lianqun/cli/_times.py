"""Days and periods of a command line: understood as in the cells of a table, and refused in the words of `lianqun check`."""

import argparse
from datetime import date

from lianqun.vocab.periods import NotAPeriod, Period, read_written


def period(text: str) -> Period:
    """A period: 2023, 2023-10, 2023-Q3, 2023-01..2023-11. Raises what argparse shows."""
    try:
        return read_written(text)
    except NotAPeriod as wrong:
        raise argparse.ArgumentTypeError(_sentence(wrong.code, text, wrong.suggestion)) from wrong


def day(text: str) -> date:
    """A day: 2024-01-22. Raises what argparse shows."""
    try:
        found = read_written(text)
    except NotAPeriod:
        found = None
    if found is None or found.kind != "day":
        from lianqun.tables.dates import explain_date

        code, words = explain_date(text)
        raise argparse.ArgumentTypeError(_sentence(code, text, **words))
    return found.first


def end(text: str) -> date:
    """The last day of a period, itself of a day. Raises what argparse shows, also where the period has no end."""
    last = period(text).last
    if last is None:
        raise argparse.ArgumentTypeError(_sentence("no_period", text))
    return last


def _sentence(code: str, value: str, suggestion: object = "", **words: object) -> str:
    """What is wrong and how to mend it, in both languages, from the messages of the data set's check."""
    from lianqun.tables.problems import Spot, describe

    told = describe(code, Spot(""), {**words, "value": value, "suggestion": suggestion})
    return f"{told.zh}。{told.mend_zh}。 {told.en}: {told.mend_en}."
