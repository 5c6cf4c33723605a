"""`lianqun check`: what is wrong with a data set, or with a workbook of rows for it, where, and how to mend it."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from lianqun.cli import _workbooks
from lianqun.cli._data_sets import Unfit, data_set_of, text_of

if TYPE_CHECKING:
    from lianqun.tables import Problem, Report

HELP = "check a data set, a workbook or a CSV table: file, line, column, what is wrong and how to mend it"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the sub-command."""
    parser.add_argument("dataset", type=Path, metavar="DATASET|FILE", help="folder of tables, .xlsx or .csv")
    _workbooks.add_arguments(parser)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """0 where nothing is wrong, 1 where something is, 2 where there is no such folder or file."""
    try:
        return _check_workbook(args) if args.dataset.is_file() else _check_folder(args)
    except Unfit as unfit:
        _workbooks.say(*unfit.lines)
        return unfit.status


def _check_workbook(args: argparse.Namespace) -> int:
    """A workbook beside a data set, or by itself: then whatever its rows refer to is taken to be there."""
    proposal = _workbooks.propose(args.dataset, args.table, data_set_of(args.into))
    told = _workbooks.as_dict(args.dataset, proposal.preview())
    if args.json:
        _workbooks.print_json(told)
    else:
        _workbooks.print_problems(told)
        _say_verdict(told["rows"], told["counts"])
    return 0 if told["ok"] else 1


def _check_folder(args: argparse.Namespace) -> int:
    from lianqun.tables import check

    if not args.dataset.is_dir():
        raise Unfit(f"没有这个文件夹或文件：{args.dataset}", f"there is no such folder or file: {args.dataset}")
    _workbooks.refuse_options(args, "table", "into")
    report = check(args.dataset, text_of)
    if args.json:
        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        _show(report)
    return 0 if report.ok else 1


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
    _say_verdict(report.rows, report.counts)


def _say_verdict(rows_by_table: dict[str, int], counts: dict[str, int]) -> None:
    rows, wrong = sum(rows_by_table.values()), sum(counts.values())
    verdict = (f"{wrong} 处错误", f"{wrong} problems") if wrong else ("可以导入", "nothing is wrong")
    print(f"{len(rows_by_table)} 张表，{rows} 行：{verdict[0]} / {len(rows_by_table)} tables, {rows} rows: {verdict[1]}")


def _show_problem(problem: "Problem", mark: str) -> None:
    place = ":".join(str(part) for part in (problem.file, problem.row or "", problem.column) if part)
    print(f"{mark} {place}  [{problem.code}]")
    print(f"    {problem.zh}。{problem.mend_zh}。")
    print(f"    {problem.en}: {problem.mend_en}.")
