"""`lianqun export`: everything in the site's database as a data set."""

import argparse
import json
from pathlib import Path

HELP = "write the site's database to a data-set folder"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the sub-command."""
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="a folder that is new or empty")
    parser.add_argument("--db", action="store_true", help="from the site's database (the only place there is; may be left out)")
    parser.add_argument("--form", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Export and tell the rows by table. 0 done, 2 the folder holds something already."""
    from lianqun.cli._site import open_site, say

    if args.output.exists() and (not args.output.is_dir() or any(args.output.iterdir())):
        say(f"文件夹不是空的 / the folder is not empty: {args.output}")
        return 2
    open_site()
    from lianqun.office.actions.tables.data_sets import export_folder

    rows = export_folder(by=None, folder=args.output, form=args.form)
    if args.json:
        print(json.dumps({"rows": rows}, ensure_ascii=False))
    else:
        print("\n".join(f"{table:24}{count:>12,}" for table, count in rows.items()))
    return 0
