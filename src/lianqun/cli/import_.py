"""`lianqun import`: a data set into the site's database, all of it or nothing."""

import argparse
import json
from pathlib import Path

HELP = "take a data set into the site's database (all or nothing)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the sub-command."""
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="a data-set folder")
    parser.add_argument("--db", action="store_true", help="into the site's database (the only place there is; may be left out)")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Import and tell the rows by table. 0 done, 1 the data set does not pass its check, 2 there is no such folder."""
    from lianqun.cli._site import Ticker, open_site, say

    if not args.dataset.is_dir():
        say(f"没有这个文件夹 / no such folder: {args.dataset}")
        return 2
    open_site()
    from lianqun.office.actions.rows.refusals import Refused
    from lianqun.office.actions.tables.data_sets import HasProblems, import_folder

    try:
        rows = import_folder(by=None, folder=args.dataset, progress=Ticker())
    except HasProblems as refused:
        say(f"{refused.sentence}\nlianqun check {args.dataset}")
        return 1
    except Refused as refused:
        say(refused.sentence)
        return 1
    print_rows(rows, as_json=args.json)
    return 0


def print_rows(rows: dict[str, int], *, as_json: bool) -> None:
    """Rows by table, for people or as JSON."""
    if as_json:
        print(json.dumps({"rows": rows}, ensure_ascii=False))
    else:
        print("\n".join(f"{table:24}{count:>12,}" for table, count in rows.items()))
