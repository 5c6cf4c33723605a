"""`lianqun import`: a data set into the site's database, a workbook into a data set or into the database; all of it or nothing."""

import argparse
import json
from pathlib import Path
from typing import Any

from lianqun.cli import _workbooks
from lianqun.cli._data_sets import Unfit, data_set_of

HELP = "take a data set into the site's database, or a workbook into a data set or the database (all or nothing)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the sub-command."""
    parser.add_argument("dataset", type=Path, metavar="DATASET|FILE", help="a data-set folder, .xlsx or .csv")
    parser.add_argument("--db", action="store_true", help="into the site's database (of a folder it may be left out)")
    _workbooks.add_arguments(parser)
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="write the data set there; the folder is new or empty"
    )
    parser.add_argument("--preview", action="store_true", help="tell what a workbook would change, and write nothing")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Import and tell the rows by table. 0 done, 1 the rows do not pass their check, 2 there is no such folder or file."""
    try:
        return _import_workbook(args) if args.dataset.is_file() else _import_folder(args)
    except Unfit as unfit:
        _workbooks.say(*unfit.lines)
        return unfit.status


def _import_folder(args: argparse.Namespace) -> int:
    from lianqun.cli._site import Ticker, open_site, say

    if not args.dataset.is_dir():
        raise Unfit(f"没有这个文件夹或文件：{args.dataset}", f"there is no such folder or file: {args.dataset}")
    _workbooks.refuse_options(args, "table", "into", "output", "preview")
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


def _import_workbook(args: argparse.Namespace) -> int:
    if args.db:
        if args.into or args.output:
            raise Unfit("--db 不能与 --into、-o 同用", "--db does not go with --into or -o")
        return _into_site(args)
    return _into_folder(args)


def _into_folder(args: argparse.Namespace) -> int:
    """Into the data set of `--into`, or a new one at `-o`: with both, what stands in the one and the rows go to the other."""
    from lianqun.tables import DataSet

    folder = target(args)
    data_set = data_set_of(args.into) or DataSet.of({})
    proposal = _workbooks.propose(args.dataset, args.table, data_set)
    told = _workbooks.as_dict(args.dataset, proposal.preview())
    writes = told["ok"] and not args.preview and bool(proposal.writes or folder != args.into)
    if writes:
        _workbooks.write(proposal, data_set, folder)
    _tell(args, {**told, "not_taken_over": _workbooks.beyond_the_first_stage(proposal), "written": str(folder) if writes else ""})
    return 0 if told["ok"] else 1


def target(args: argparse.Namespace) -> Path:
    """Where the data set is written: `-o`, else `--into`, else a folder named after the file. Raises Unfit where it is not empty."""
    folder: Path = args.output or args.into or Path(args.dataset.stem)
    if folder != args.into and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        words = ("文件夹不是空的", "the folder is not empty")
        raise Unfit(
            f"{words[0]}：{folder}；要并入已有的数据集请用 --into", f"{words[1]}: {folder}; to add to a data set give --into"
        )
    return folder


def _tell(args: argparse.Namespace, told: dict[str, Any]) -> None:
    """What became of a workbook: the document of `--json`, or the problems and, where there are none, the counts."""
    if args.json:
        _workbooks.print_json(told)
        return
    _workbooks.print_problems(told)
    if not told["ok"]:
        _workbooks.say(*_advice(args, told))
        return
    _workbooks.print_counts(told["tables"])
    _workbooks.print_meaning(told)
    print(f"已写入 / written: {told['written']}" if told["written"] else "没有写入 / nothing written")


def _advice(args: argparse.Namespace, told: dict[str, Any]) -> tuple[str, ...]:
    """That nothing was written; and where names are not found, in which data set they could be looked up."""
    said: tuple[str, ...] = ("有错误，什么也没有写入。", "There are problems; nothing was written.")
    if "unknown_reference" in told["counts"] and not (args.db or args.into):
        said += ("名称要在数据集里查找：请用 --into 指明。", "Names are looked up in a data set: give it with --into.")
    return said


def _changes(told: dict[str, Any]) -> bool:
    return any(table["new"] or table["changed"] for table in told["tables"])


def _into_site(args: argparse.Namespace) -> int:
    """Through the site's own door: checked and kept as an upload is, then applied, so that the site shows it and can undo it."""
    from lianqun.cli._site import open_site, say

    open_site()
    from lianqun.office.actions.rows.refusals import Refused
    from lianqun.office.actions.tables import imports

    data = _workbooks.bytes_of(args.dataset)
    table = args.table or _workbooks.table_named(args.dataset.stem)
    try:
        job = imports.check_now(by=None, name=args.dataset.name, data=data, table=table)
        told = {**_workbooks.as_dict(args.dataset, job.outcome or {}), "written": ""}
        if told["ok"] and not args.preview and _changes(told):
            imports.apply(by=None, job=job)
            told["written"] = f"jobs/{job.pk}"
    except Refused as refused:
        say(refused.sentence)
        return 1
    _tell(args, told)
    return 0 if told["ok"] else 1
