"""`lianqun read`: documents → claims, as a table, as JSON lines, or only the repaired text."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianqun.cli import _times
from lianqun.cli._batch import count_of_workers, read_known, run_batch
from lianqun.cli._sources import source_named, usable_sources

if TYPE_CHECKING:
    from lianqun.read import KnownOrganization, Reading
    from lianqun.read.second import Agreement
    from lianqun.vocab.claims import Claim

HELP = "read documents, folders and archives of them → claims with their place in the text"
AS_RECOGNISED = False  # no text: argparse would look a text up as the name of a source
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
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="documents, or folders and archives of documents")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="one claim a line, as JSON")
    shown.add_argument("--text", action="store_true", help="only the repaired main text")
    shown.add_argument("--explain", action="store_true", help="each claim with its quote, the rules that made it, and its doubts")
    parser.add_argument(
        "--names", action="store_true", help="let the name model add organisations and people, where it is installed"
    )
    parser.add_argument(
        "--published", type=_times.day, metavar="DATE", help="date of publication where the page does not give it, YYYY-MM-DD"
    )
    parser.add_argument(
        "--known", type=_register, default=(), metavar="DATASET", help="the office's organizations.csv and aliases.csv"
    )
    parser.add_argument(
        "--source", type=source_named, default=AS_RECOGNISED, metavar="NAME|PATH",
        help="read as this source of `lianqun sources`; none: as no source (otherwise as it is recognised)",
    )  # fmt: skip
    many = parser.add_argument_group("many documents")
    many.add_argument("--out", type=Path, metavar="RESULTS", help="folder for claims.jsonl and outcomes.csv; run again to go on")
    many.add_argument("--workers", type=_positive, default=count_of_workers(), metavar="N", help="processes (one a processor)")
    many.add_argument("--time-limit", type=_positive, default=600, metavar="SECONDS", help="for one document (600)")
    second = parser.add_argument_group("a language model as a second reader", "off without an address; see docs/howto")
    second.add_argument(
        "--second", metavar="URL", help="an OpenAI-compatible address that your office hosts, such as http://host:8000/v1"
    )
    second.add_argument("--model", metavar="NAME", help="the model to ask there")
    second.add_argument("--answers", type=Path, metavar="FOLDER", help="remember the model's answers in this folder")


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number above zero")
    return int(text)


def _register(text: str) -> "tuple[KnownOrganization, ...]":
    try:
        return read_known(Path(text))
    except (OSError, KeyError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{text}: no register of organisations there ({error})") from error


def run(args: argparse.Namespace) -> int:
    """Read every file; those that cannot be read are told on standard error. 0 where all were read, else 1."""
    from lianqun.read.batches import is_collection

    args.names = args.names and _has_name_model()
    args.sources = usable_sources() if args.source is AS_RECOGNISED else ()
    args.source = None if args.source is AS_RECOGNISED else args.source
    if args.out is not None:
        return run_batch(args)
    if len(args.files) == 1 and not is_collection(args.files[0]):
        return _show_one(args.files[0], args)
    return _show_all(args)


def _show_one(path: Path, args: argparse.Namespace) -> int:
    from lianqun.read import ReadingRefused, read_file

    try:
        reading = read_file(path, **_recipe(args))
        _show(_read_again(reading, path.name, args), path.name, args)
    except ReadingRefused as refusal:
        print(f"{refusal.zh}\n{refusal.en}", file=sys.stderr)
        return 1
    return 0


def _show_all(args: argparse.Namespace) -> int:
    """One document after another, each under its name; what is only passed over is told and is no fault."""
    from lianqun.read import ReadingRefused, read_bytes
    from lianqun.read.batches import find_documents, status_of

    bad = 0
    for found in find_documents(args.files):
        try:
            reading = read_bytes(found.load(), name=found.document, **_recipe(args))
        except ReadingRefused as refusal:
            bad += status_of(refusal.code) != "skipped"
            print(f"{refusal.zh}\n{refusal.en}", file=sys.stderr)
        else:
            _show(_read_again(reading, found.document, args), found.document, args, several=True)
    return 1 if bad else 0


def _recipe(args: argparse.Namespace) -> dict[str, Any]:
    return {name: getattr(args, name) for name in ("published", "known", "names", "sources", "source")}


def _has_name_model() -> bool:
    # Its matrices are small: threads of the linear algebra would wait for each other longer than they work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from lianqun.read.models.lac import load_model
    from lianqun.read.reading import NO_NAME_MODEL

    if load_model() is None:
        print(NO_NAME_MODEL, file=sys.stderr)
        return False
    return True


def _read_again(reading: "Reading", name: str, args: argparse.Namespace) -> "Reading":
    """The reading with the second reader's word, where one was named; how far the two agree goes to standard error."""
    if args.second is None:
        return reading
    from lianqun.office.outside.second_reader import read_twice
    from lianqun.read.second import Agreement

    reading, outcome = read_twice(reading, os.environ, folder=args.answers, url=args.second, model=args.model or "")
    if isinstance(outcome, Agreement):
        print("\n".join(_agreement_lines(name, outcome)), file=sys.stderr)
    return reading


def _agreement_lines(name: str, agreement: "Agreement") -> Iterator[str]:
    """How far the two readers of a document agree, as a short table."""
    from lianqun.read.second import reason_words

    yield f"{name} · 第二读者 second reader {agreement.name}"
    dropped = {"dropped": sum(agreement.dropped.values())}
    for indent, counts in ((2, {**agreement.counts, **dropped}), (8, agreement.dropped)):
        for what, count in counts.items():
            yield f"{count:{indent + 5}}  {' '.join(reason_words(what))}"


def _show(reading: "Reading", name: str, args: argparse.Namespace, *, several: bool = False) -> None:
    for warning in reading.warnings:
        print(f"{name}：{warning}", file=sys.stderr)
    if reading.source:
        print(f"{name}：{''.join(reading.source.words())}", file=sys.stdout if args.explain else sys.stderr)
    if several and (args.text or args.explain):
        print(f"==> {name} <==")
    if args.text:
        print(reading.text)
    elif args.json:
        for claim in reading.claims:
            row = {"document": name, **claim.as_row()} if several else claim.as_row()
            print(json.dumps(row, ensure_ascii=False))
    elif args.explain:
        print("\n\n".join(_explain(claim) for claim in reading.claims))
    else:
        _print_table(reading, name)


def _explain(claim: "Claim") -> str:
    """A claim as lines for people: what it says, where it says so, which rule decided each part, and what is in doubt."""
    from lianqun.read.doubts import doubt_words
    from lianqun.read.rule_words import rules_in_words

    parts = (claim.subject, claim.attribute, f"{_amount(claim.qualifier, claim.value)}{claim.unit}", claim.change, claim.period)
    lines = [
        f"{claim.type}: " + " · ".join(part for part in parts if part),
        f"  “{claim.quote}” [{claim.start}:{claim.end}] · {claim.modality}",
        *(f"  rule    {zh} {en} ({part})" for part, zh, en in rules_in_words(claim.rule)),
        *(f"  doubt   {zh} {en}" for zh, en in map(doubt_words, claim.flags)),
        f"  confidence {claim.confidence}",
    ]
    return "\n".join(lines)


def _print_table(reading: "Reading", name: str) -> None:
    print(f"{name} · {reading.title} · {reading.published or '—'} · {len(reading.claims)} claims")
    print("".join(_pad(column, width) for column, width in _COLUMNS))
    for claim in reading.claims:
        row = claim.as_row()
        row["value"] = _amount(claim.qualifier, claim.value)
        print("".join(_pad(str(row[column]), width) for column, width in _COLUMNS).rstrip())


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
