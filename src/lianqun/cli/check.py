"""`lianqun check`: what is wrong with a data set, where, and how to mend it."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lianqun.tables import Problem, Report

HELP = "check a data set: file, line, column, what is wrong and how to mend it"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the sub-command."""
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="folder of tables")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """0 where nothing is wrong, 1 where something is, 2 where there is no such folder."""
    from lianqun.tables import check

    if not args.dataset.is_dir():
        print(f"没有这个文件夹：{args.dataset}\nthere is no such folder: {args.dataset}", file=sys.stderr)
        return 2
    report = check(args.dataset, text_of)
    if args.json:
        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        _show(report)
    return 0 if report.ok else 1


def text_of(data: bytes, name: str) -> str | None:
    """The repaired main text of a document, as `lianqun read` reads it; None where it cannot be read."""
    from lianqun.read import ReadingRefused, read_bytes

    try:
        return read_bytes(data, name=name).text
    except ReadingRefused:
        return None


def _show(report: "Report") -> None:
    for problem in report.problems:
        _show_problem(problem, "✗")
    for note in report.notes:
        _show_problem(note, "·")
    shown: dict[str, int] = {}
    for problem in report.problems:
        shown[problem.code] = shown.get(problem.code, 0) + 1
    for code, count in report.counts.items():
        if count > shown.get(code, 0):
            print(f"… {code}: 共 {count} 处，只列出 {shown.get(code, 0)} 处 / {count} in all, {shown.get(code, 0)} shown")
    rows, wrong = sum(report.rows.values()), sum(report.counts.values())
    verdict = ("可以导入", "nothing is wrong") if report.ok else (f"{wrong} 处错误", f"{wrong} problems")
    print(f"{len(report.rows)} 张表，{rows} 行：{verdict[0]} / {len(report.rows)} tables, {rows} rows: {verdict[1]}")


def _show_problem(problem: "Problem", mark: str) -> None:
    place = ":".join(str(part) for part in (problem.file, problem.row or "", problem.column) if part)
    print(f"{mark} {place}  [{problem.code}]")
    print(f"    {problem.zh}。{problem.mend_zh}。")
    print(f"    {problem.en}: {problem.mend_en}.")
