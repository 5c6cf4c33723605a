"""`lianqun sources`: the kinds of documents that are known, and whether their samples are read as a person says."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianqun.cli._sources import known_sources, source_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lianqun.read.sources import Score, SourceFolder
    from lianqun.vocab.claims import Claim

HELP = "the source folders: what each reads; `sources check` reads their samples and compares"
_SHOWN = ("type", "subject", "attribute", "value", "unit", "period", "change", "region", "chain", "quote")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the sub-command."""
    parser.add_argument("what", nargs="?", choices=("list", "check"), default="list", help="list them (default), or check them")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="sources by name, or by the path of their folder; all where none is given"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace) -> int:
    """Print the list, or the scores and differences. 0 all as expected, 1 something differs or a folder is wrong."""
    from lianqun.read.sources import SourceRefused

    try:
        sources = [source for name in args.names if (source := source_named(name))] or known_sources()
        if args.what == "list":
            _print_list(sources, as_json=args.json)
            return 0
        scores = [(source, _score(source, known_sources())) for source in sources]
    except (SourceRefused, argparse.ArgumentTypeError) as refused:
        print(refused, file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps([_row(source, score) for source, score in scores], ensure_ascii=False, indent=2))
    else:
        print("\n".join(line for source, score in scores for line in _lines(source, score)))
    return 0 if all(score.is_right for _, score in scores) else 1


def _print_list(sources: "Sequence[SourceFolder]", *, as_json: bool) -> None:
    rows = [
        {"name": it.name, "zh": it.zh, "en": it.en, "about_zh": it.about[0], "about_en": it.about[1]}
        | {"publisher_zh": it.publisher[0], "publisher_en": it.publisher[1], "kind": it.kind, "grade": it.grade}
        | {"cadence": it.cadence, "folder": str(it.folder)}
        for it in sources
    ]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    for row in rows if not as_json else ():
        print(f"{row['name']} · {row['zh']} · {row['en']} · {row['grade']} · {row['cadence']} · {row['publisher_zh']}")
        print(f"    {row['about_zh']}\n    {row['about_en']}\n    {row['folder']}")


def _score(source: "SourceFolder", known: "Sequence[SourceFolder]") -> "Score":
    """The score of a source; its samples are read among all known ones, as any document is."""
    from lianqun.read import read_file
    from lianqun.read.sources import check_source

    among = (*(other for other in known if other.name != source.name), source)

    def read(path: Path) -> "tuple[bool, Sequence[Claim]]":
        by_itself = read_file(path, sources=among).source
        recognised = by_itself is not None and by_itself.source == source
        return recognised, read_file(path, source=source).claims

    return check_source(source, read)


def _row(source: "SourceFolder", score: "Score") -> dict[str, Any]:
    from lianqun.read.sources.checking import differences

    return {
        "source": source.name,
        "expected": score.expected,
        "found": score.found,
        "known_missed": len(score.known_missed),
        "extra": len(score.extra),
        "known_extra": len(score.known_extra),
        "recognised": score.recognised,
        "right": score.is_right,
        "differences": [{"sign": sign, **row} for sign, row in differences(score)],
    }


def _lines(source: "SourceFolder", score: "Score") -> list[str]:
    """The score of a source, and each difference as a line: - missed, + extra, ~ known, ! known no longer."""
    row = _row(source, score)
    counts = f"{score.found}/{score.expected} found · {row['extra']} extra"
    known = f"known: {row['known_missed']} missed, {row['known_extra']} extra"
    told = "" if score.recognised else " · 样本未被自动识别 a sample is not recognised by itself"
    head = f"{'✓' if score.is_right else '✗'} {source.name} · {source.zh} · {counts} · {known}{told}"
    return [head, *(_difference(it) for it in row["differences"])]


def _difference(row: dict[str, Any]) -> str:
    why = row.get("known_miss") or row.get("known_extra") or ""
    return (
        f"  {row['sign']} {row['document']}: "
        + " · ".join(str(row[name]) for name in _SHOWN if row.get(name))
        + (f"  ({why})" if why else "")
    )
