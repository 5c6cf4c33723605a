"""`lianqun restore`: a backup in the place of what the site holds."""

import argparse
import os
from pathlib import Path

HELP = "put a backup in the place of the site's database and documents"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the sub-command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a file written by `lianqun backup`")
    parser.add_argument("--replace", action="store_true", help="replace a database that holds something")


def run(args: argparse.Namespace) -> int:
    """Restore. 0 done, 1 the file is no sound backup, 2 the site is running, or holds data and --replace is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqun.office.settings")
    from lianqun.cli._site import Ticker, home, open_site, say, site_lock
    from lianqun.office.outside.backups import DATABASE, NoBackup, restore

    if not args.file.is_file():
        say(f"没有这个文件 / no such file: {args.file}")
        return 2
    if (home() / DATABASE).exists() and not args.replace:
        say(
            "站点已有数据，未作改动；确要替换请加 --replace。\nThe site holds data; nothing was changed. Add --replace to replace it."
        )
        return 2
    with site_lock(alone=True) as alone:
        if not alone:
            say("站点正在运行，请先停止。\nThe site is running; stop it first.")
            return 2
        try:
            members = restore(home(), args.file, told=Ticker())
        except NoBackup as error:
            say(f"不是完好的备份，未作改动。\nThis is not a sound backup; nothing was changed: {error}")
            return 1
    open_site()
    print(f"{members} files restored to {home()}")
    return 0
