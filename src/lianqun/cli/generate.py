"""`lianqun generate`: a whole data set of a prefecture that does not exist."""

import argparse
import json
import shutil
from datetime import date
from pathlib import Path

from lianqun.cli import _times

HELP = "write the data set of a model region that does not exist: for learning, showing and testing"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, how much, and from which seed."""
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="a folder that is new or empty")
    parser.add_argument("--projects", type=int, default=20_000, help="number of projects (20000 without it)")
    parser.add_argument("--firms", type=int, default=60_000, help="number of firms (60000 without it)")
    parser.add_argument("--years", type=int, default=5, help="years before the year of the last day (5 without it)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed and day give the same bytes (1 without it)")
    parser.add_argument("--as-of", type=_times.day, metavar="DATE", help="the day up to which it speaks (today without it)")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Generate and tell the rows by table. 0 done, 2 wrong arguments, or the folder holds something already."""
    from lianqun.cli._site import Ticker, say
    from lianqun.generate import Plan, PlanRefused, generate

    if args.output.exists() and (not args.output.is_dir() or any(args.output.iterdir())):
        say(f"文件夹不是空的 / the folder is not empty: {args.output}")
        return 2
    as_of = args.as_of or date.today()
    try:
        plan = Plan(as_of, projects=args.projects, firms=args.firms, years=args.years, seed=args.seed)
    except PlanRefused as refused:
        say(f"{refused.zh}。\n{refused}.")
        return 2
    data_set = generate(plan, Ticker())
    try:
        write(data_set, args.output)
    except OSError as problem:
        say(f"写不进 {args.output} / cannot be written: {problem}")
        return 2
    _tell(args, {name: frame.height for name, frame in data_set.tables.items() if frame.height}, as_of)
    return 0


def write(data_set: object, folder: Path) -> None:
    """Write a data set so that the folder is whole or not there. Raises OSError where it cannot be written."""
    from lianqun.tables import DataSet, save

    assert isinstance(data_set, DataSet)
    partial = folder.with_name(f".{folder.name}.partial")
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(partial, ignore_errors=True)
    try:
        save(data_set, partial)
        partial.replace(folder)
    except OSError:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _tell(args: argparse.Namespace, rows: dict[str, int], as_of: date) -> None:
    if args.json:
        made_of = {"seed": args.seed, "years": args.years, "as_of": as_of.isoformat()}
        print(json.dumps({"generated": True, **made_of, "rows": rows}, ensure_ascii=False))
    else:
        print("\n".join(f"{table:24}{count:>12,}" for table, count in rows.items()))
