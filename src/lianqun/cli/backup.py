"""`lianqun backup`: the whole site in one file, taken while it runs."""

import argparse
from pathlib import Path

HELP = "copy database and documents of the site to one file, while it runs"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the sub-command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write, for example lianqun-2024-01-22.zip")


def run(args: argparse.Namespace) -> int:
    """Write the backup. 0 done, 1 not possible on this database, 2 the file is there already."""
    from lianqun.cli._site import Ticker, home, open_site, say

    if args.file.exists():
        say(f"文件已存在 / the file exists already: {args.file}")
        return 2
    open_site()
    from django.db import connection
    from django.utils import timezone

    from lianqun.office.outside.backups import back_up

    if connection.vendor != "sqlite":
        say("The site runs on PostgreSQL: back it up with pg_dump, and its data set with `lianqun export -o FOLDER`.")
        return 1
    args.file.parent.mkdir(parents=True, exist_ok=True)
    members = back_up(home(), args.file, made_at=timezone.now().isoformat(), told=Ticker())
    print(f"{args.file}  {members} files, {args.file.stat().st_size:,} bytes")
    return 0
