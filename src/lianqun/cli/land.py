"""`lianqun land`: where each project and each lead stands on a day, what is late and what is missing; Chinese working days."""

import argparse
import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from lianqun.tables import DataSet

HELP = "where projects and leads stand on a day, what is late, what is missing; or count Chinese working days"
SHOWN = 40
READ = (
    *("places", "chains", "projects", "needs", "leads", "lead_steps"),
    *("stage_rules", "stage_reviews", "attachments", "calendar_days"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the sub-command."""
    parser.add_argument("dataset", type=Path, nargs="?", metavar="DATASET", help="folder of tables")
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="the day to look at, such as 2024-01-22; today without it")
    parser.add_argument("--place", default="", metavar="CODE", help="only this place and those below it")
    parser.add_argument("--chain", default="", metavar="ID", help="only this chain")
    parser.add_argument(
        "--working-days",
        nargs=2,
        metavar=("FROM", "TO|+N"),
        help="working days from one day to another (the first not counted, the last counted), or the N-th after a day",
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """0 where it could be said, 1 where the data or the calendar does not allow it, 2 for wrong usage."""
    if args.working_days:
        return _working_days(args.working_days[0], args.working_days[1], args.json)
    if args.dataset is None:
        return _refuse("请给出数据集文件夹，或用 --working-days / give a data set folder, or --working-days", 2)
    if not args.dataset.is_dir():
        return _refuse(f"没有这个文件夹 / there is no such folder: {args.dataset}", 2)
    from pydantic_core import to_json

    from lianqun.tables import DataSetRefused, load

    try:
        data_set = load(args.dataset, READ)
    except DataSetRefused as refusal:
        return _refuse("\n".join(f"{p.file}:{p.row} {p.column}: {p.zh} / {p.en}" for p in refusal.problems), 1)
    for table, wanted in (("places", args.place), ("chains", args.chain)):
        if wanted and wanted not in data_set[table]["id"]:
            return _refuse(f"{table}: 没有 / there is no “{wanted}”", 2)
    found = _standings(_asked(data_set, args.place, args.chain), args.as_of or date.today())
    print(to_json(found, fallback=str).decode()) if args.json else _show(data_set, found)
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” 不是日期，请写成 2024-01-22 / write a day as 2024-01-22") from None


def _refuse(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _working_days(start: str, end: str, as_json: bool) -> int:
    from lianqun.land import BeyondCalendar, Calendar

    try:
        first = _day(start)
        if number := re.fullmatch(r"\+(\d{1,5})", end):
            found: dict[str, object] = {"on": Calendar().after(first, int(number[1])).isoformat()}
        else:
            last = _day(end)
            if last < first:
                return _refuse(f"{last} 早于 {first}，请把早的日期写在前面 / the earlier day comes first", 2)
            found = {"working_days": Calendar().between(first, last)}
    except argparse.ArgumentTypeError as problem:
        return _refuse(str(problem), 2)
    except BeyondCalendar as problem:
        zh = f"{problem.day} 的节假日安排不在日历内：已知 {problem.first} 年到 {problem.last} 年；新年度安排公布后请更新程序"
        en = f"the holidays of {problem.day.year} are not in the calendar, which knows {problem.first} to {problem.last}"
        return _refuse(f"{zh} / {en}; update when the year is announced", 1)
    print(json.dumps(found) if as_json else next(iter(found.values())))
    return 0


def _asked(data_set: "DataSet", place_id: str, chain_id: str) -> "dict[str, pl.DataFrame]":
    """The tables, with only the projects, leads and needs of the place and the chain."""
    import polars as pl

    from lianqun.trace import places_above

    tables = dict(data_set.tables)
    within = places_above(tables["places"]).filter(pl.col("above_id") == place_id)["place_id"]
    for name in ("projects", "leads", "needs"):
        if place_id:
            tables[name] = tables[name].filter(pl.col("place_id").is_in(within.implode()))
        if chain_id:
            tables[name] = tables[name].filter(pl.col("chain_id") == chain_id)
    return tables


def _standings(tables: "dict[str, pl.DataFrame]", as_of: date) -> dict[str, list[dict[str, Any]]]:
    """Projects, leads and needs with what is due, JSON-ready."""
    from lianqun.land import lead_standings, open_problems, project_standings

    return {
        "projects": project_standings(tables, as_of=as_of),
        "leads": lead_standings(tables, as_of=as_of),
        "needs": open_problems(tables["needs"], as_of=as_of).to_dicts(),
    }


def _show(data_set: "DataSet", found: dict[str, list[dict[str, Any]]]) -> None:
    """Projects past their time first, then the leads that wait."""
    from lianqun.vocab.codes import word

    names = dict(data_set["projects"].select("id", "name_zh").iter_rows())
    projects = sorted(found["projects"], key=lambda row: -(row["days_late"] or 0))
    for row in projects[:SHOWN]:
        days = "未知" if row["days_in_stage"] is None else f"{row['days_in_stage']} 天"
        late = f"  超期 {row['days_late']} 天" if row["days_late"] else ""
        lacking = f"  缺 {len(row['missing'])} 项" if row["missing"] else ""
        print(f"{names[row['id']]}  {word('project_stage', row['stage'], 'zh')}  {days}{late}{lacking}")
    if len(projects) > SHOWN:
        print(f"… 共 {len(projects)} 个项目，全部见 --json / all of them with --json")
    titles = dict(data_set["leads"].select("id", "name_zh").iter_rows())
    for row in found["leads"]:
        if row["state"] != "over":
            print(f"{titles[row['id']]}  {word('lead_step', row['waits_for'], 'zh')} {row['due_on']}  {row['state']}")
