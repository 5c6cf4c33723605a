"""What `check` and `import` do with a workbook or a CSV table: read it, tell what is wrong, take its rows into a data set."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianqun.cli._data_sets import Unfit
from lianqun.vocab.dictionary import tables

if TYPE_CHECKING:
    from lianqun.tables import DataSet
    from lianqun.tables.workbooks.proposals import Proposal

MEANT = ("taken_over", "rules")
COUNTS = ("rows", "new", "changed", "same")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments that only a workbook takes."""
    parser.add_argument(
        "--table", choices=tables(), metavar="TABLE", help="which table a sheet holds that does not say so (projects …)"
    )
    parser.add_argument(
        "--into", type=Path, metavar="DATASET", help="the data set in which names and keys of the sheet are looked up"
    )


def refuse_options(args: argparse.Namespace, *names: str) -> None:
    """Raise Unfit where an option is given that a folder does not take."""
    given = [f"--{name}" for name in names if getattr(args, name)]
    if given:
        raise Unfit(f"{'、'.join(given)} 只用于工作簿或 CSV 表", f"{', '.join(given)} goes with a workbook or a CSV table only")


def propose(path: Path, table: str | None, data_set: "DataSet | None") -> "Proposal":
    """What a workbook or CSV table would change in a data set. Without one nothing stands, and what is referred to is taken to be there."""
    from lianqun.tables.workbooks.merging import check_merged, merge
    from lianqun.tables.workbooks.proposals import propose
    from lianqun.tables.workbooks.standing import NothingKnown, StandingFrames

    standing = NothingKnown() if data_set is None else StandingFrames(data_set.tables)
    proposal = propose(bytes_of(path), standing, table or table_named(path.stem))
    if data_set is not None and not proposal.problems.stands_in_the_way:
        check_merged(proposal, merge(proposal, data_set.tables))
    return proposal


def bytes_of(path: Path) -> bytes:
    """The bytes of a file, up to one more than is read."""
    from lianqun.tables.workbooks.sheets import MOST_BYTES

    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def table_named(word: str) -> str:
    """The table that a file is named after, in either language; empty where it is none."""
    from lianqun.tables.workbooks.heads import names_table

    return next((name for name, table in tables().items() if names_table(word, table)), "")


def write(proposal: "Proposal", data_set: "DataSet", folder: Path) -> None:
    """Write a data set with the changes of a proposal to a folder: the changed tables where it lies there, else all of it."""
    from lianqun.tables import DataSet, save
    from lianqun.tables.saving import Form
    from lianqun.tables.workbooks.merging import merge

    whole = DataSet.of(merge(proposal, data_set.tables), data_set.folder)
    form: Form = "parquet" if data_set.folder and any(data_set.folder.glob("*.parquet")) else "csv"
    in_place = data_set.folder is not None and data_set.folder.resolve() == folder.resolve()
    save(whole, folder, form, only=proposal.writes if in_place else None)


def as_dict(path: Path, preview: dict[str, Any]) -> dict[str, Any]:
    """What `--json` prints: whether all is well, the tables with their counts, the problems and notes with their places."""
    from lianqun.tables.workbooks.import_problems import errors_among

    listed: dict[str, list[dict[str, Any]]] = {"error": [], "note": []}
    for problem in preview["problems"]:
        listed[problem["severity"]].append({"file": path.name, **problem})
    errors = errors_among(preview["counts"])
    return {
        "ok": not errors,
        "file": path.name,
        "rows": {table["table"]: table["rows"] for table in preview["tables"]},
        "tables": preview["tables"],
        "counts": errors,
        "note_counts": {code: n for code, n in preview["counts"].items() if code not in errors},
        "problems": listed["error"],
        "notes": listed["note"],
        **{name: preview[name] for name in MEANT if name in preview},
    }


def beyond_the_first_stage(proposal: "Proposal") -> int:
    """How many new projects stand beyond the first stage: a site takes them over as it imports them, a data set has nobody who could."""
    from lianqun.land import passed_stages

    new = proposal.changes["projects"].new if "projects" in proposal.changes else []
    return sum(bool(passed_stages(row)) for row in new if not proposal.problems.stands_in_the_way)


def print_meaning(told: dict[str, Any]) -> None:
    """What the rows mean beyond themselves: projects that are taken over or are not, and whom changed rules of stages affect."""
    if taken := told.get("taken_over"):
        n, stages = taken["projects"], taken["stages"]
        print(f"按现状接管 {n} 个项目（{stages} 个阶段） / {n} projects taken over as they stand ({stages} stages)")
    if n := told.get("not_taken_over"):
        print(
            f"{n} 个项目已过第一阶段；数据集里不接管，载入系统后在项目页“按现状接管” / "
            f"{n} projects stand beyond the first stage; a data set takes nothing over: on the site, use “Take over as it stands”"
        )
    if rules := told.get("rules"):
        n, reviews = rules["projects"], rules["reviews_total"]
        print(
            f"规则改动涉及 {n} 个项目；{reviews} 个审核中的阶段沿用原规则 / "
            f"changed rules affect {n} projects; {reviews} reviews under way keep theirs"
        )


def print_json(told: dict[str, Any]) -> None:
    """One JSON document on standard output."""
    print(json.dumps(told, ensure_ascii=False, indent=2))


def print_problems(told: dict[str, Any], file: Any = None) -> None:
    """The problems, then the notes, each with its place and how to mend it; then what was found more often than it is listed."""
    for mark, found in (("✗", told["problems"]), ("·", told["notes"])):
        for problem in found:
            place = ":".join(str(problem[part]) for part in ("file", "sheet", "row", "column") if problem[part])
            print(f"{mark} {place}  [{problem['code']}]", file=file)
            print(*(f"    {_joined(problem, language)}" for language in ("zh", "en")), sep="\n", file=file)
    shown = [problem["code"] for problem in (*told["problems"], *told["notes"])]
    for code, count in {**told["counts"], **told["note_counts"]}.items():
        if count > shown.count(code):
            print(
                f"… {code}: 共 {count} 处，只列出 {shown.count(code)} 处 / {count} in all, {shown.count(code)} shown", file=file
            )


def _joined(problem: dict[str, Any], language: str) -> str:
    """What is wrong and how to mend it. The sentences of the data set's own check come without full stops."""
    stop, gap = ("。", "") if language == "zh" else (".", " ")
    said = (problem[language], problem[f"mend_{language}"])
    return gap.join(sentence if sentence.endswith(stop) else sentence + stop for sentence in said)


def print_counts(counted: list[dict[str, Any]]) -> None:
    """For each table how many rows there are, are new, differ and stay."""
    print(f"{'':24}" + "".join(f"{word:>10}" for word in COUNTS))
    for table in counted:
        print(f"{table['table']:24}" + "".join(f"{table[word]:>10,}" for word in COUNTS))


def say(*lines: str) -> None:
    """Lines for people on standard error."""
    print(*lines, sep="\n", file=sys.stderr)
