"""`lianqun read`: documents → claims, as a table, as JSON lines, or only the repaired text."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lianqun.read import Reading
    from lianqun.read.second import Agreement
    from lianqun.vocab.claims import Claim

HELP = "read documents: text, web pages, Word, PDF, tables → claims with their place in the text"
_READABLE = (
    ".txt",
    ".html",
    ".htm",
    ".md",
    ".text",
    "",
    ".docx",
    ".pdf",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".et",
    ".ods",
    ".csv",
    ".tsv",
)
_COLUMNS = (
    ("type", 12),
    ("subject", 24),
    ("attribute", 22),
    ("value", 16),
    ("unit", 8),
    ("change", 10),
    ("period", 16),
    ("quote", 40),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the sub-command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="documents, or folders of documents")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="one claim a line, as JSON")
    shown.add_argument("--text", action="store_true", help="only the repaired main text")
    shown.add_argument("--explain", action="store_true", help="each claim with its quote, the rules that made it, and its doubts")
    parser.add_argument(
        "--published", type=_day, metavar="DATE", help="date of publication where the page does not give it, YYYY-MM-DD"
    )
    second = parser.add_argument_group("a language model as a second reader", "off without an address; see docs/howto")
    second.add_argument(
        "--second", metavar="URL", help="an OpenAI-compatible address that your office hosts, such as http://host:8000/v1"
    )
    second.add_argument("--model", metavar="NAME", help="the model to ask there")
    second.add_argument("--answers", type=Path, metavar="FOLDER", help="remember the model's answers in this folder")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2024-01-22") from error


def run(args: argparse.Namespace) -> int:
    """Read every file; those that cannot be read are told on standard error. 0 where all were read, else 1."""
    from lianqun.read import ReadingRefused

    refused = 0
    for path in _expand(args.files):
        try:
            _show(_read(path, args), path, args)
        except ReadingRefused as refusal:
            refused += 1
            print(f"{refusal.zh}\n{refusal.en}", file=sys.stderr)
    return 1 if refused else 0


def _read(path: Path, args: argparse.Namespace) -> "Reading":
    from lianqun.read import read_file

    reading = read_file(path, published=args.published)
    if args.second is None:
        return reading
    from lianqun.office.outside.second_reader import read_twice
    from lianqun.read.second import Agreement

    reading, outcome = read_twice(reading, os.environ, folder=args.answers, url=args.second, model=args.model or "")
    if isinstance(outcome, Agreement):
        print("\n".join(_agreement_lines(path.name, outcome)), file=sys.stderr)
    return reading


def _agreement_lines(name: str, agreement: "Agreement") -> Iterator[str]:
    """How far the two readers of a document agree, as a short table."""
    from lianqun.read.second import reason_words

    yield f"{name} · 第二读者 second reader {agreement.name}"
    dropped = {"dropped": sum(agreement.dropped.values())}
    for indent, counts in ((2, {**agreement.counts, **dropped}), (8, agreement.dropped)):
        for what, count in counts.items():
            yield f"{count:{indent + 5}}  {' '.join(reason_words(what))}"


def _expand(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in _READABLE and not p.name.startswith(".")
            )
        else:
            yield path


def _show(reading: "Reading", path: Path, args: argparse.Namespace) -> None:
    for warning in reading.warnings:
        print(f"{path.name}：{warning}", file=sys.stderr)
    if args.text:
        print(reading.text)
    elif args.json:
        for claim in reading.claims:
            print(json.dumps(claim.as_row(), ensure_ascii=False))
    elif args.explain:
        print("\n\n".join(_explain(claim) for claim in reading.claims))
    else:
        _print_table(reading, path)


def _explain(claim: "Claim") -> str:
    """A claim as lines for people: what it says, where it says so, which rule decided each part, and what is in doubt."""
    from lianqun.read.doubts import doubt_words

    parts = (claim.subject, claim.attribute, f"{_amount(claim.qualifier, claim.value)}{claim.unit}", claim.change, claim.period)
    lines = [
        f"{claim.type}: " + " · ".join(part for part in parts if part),
        f"  “{claim.quote}” [{claim.start}:{claim.end}] · {claim.modality}",
        *(f"  rule    {rule}" for rule in claim.rule.split("|")),
        *(f"  doubt   {zh} {en}" for zh, en in map(doubt_words, claim.flags)),
        f"  confidence {claim.confidence}",
    ]
    return "\n".join(lines)


def _print_table(reading: "Reading", path: Path) -> None:
    print(f"{path.name} · {reading.title} · {reading.published or '—'} · {len(reading.claims)} claims")
    print("".join(_pad(name, width) for name, width in _COLUMNS))
    for claim in reading.claims:
        row = claim.as_row()
        row["value"] = _amount(claim.qualifier, claim.value)
        print("".join(_pad(str(row[name]), width) for name, width in _COLUMNS).rstrip())


def _amount(qualifier: str, value: str) -> str:
    """The value with its qualifier where people write it: 近300, 60余, 20以上."""
    if qualifier in ("", "=", value):
        return value
    return f"{value}{qualifier}" if qualifier in ("余", "以上", "以下", "级") else f"{qualifier}{value}"


def _pad(text: str, width: int) -> str:
    """The text cut and padded to a width in columns of a terminal, in which Chinese characters take two."""
    shown, used = "", 0
    for character in text.replace("\n", " "):
        wide = 1 + (character > "\u2e7f")
        if used + wide > width - 1:
            break
        shown, used = shown + character, used + wide
    return shown + " " * (width - used)
