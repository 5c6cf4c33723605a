"""`lianqun trace`: who is who, who stands on which link, and how each chain runs."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lianqun.cli._identities import read_names, show_identities

if TYPE_CHECKING:
    import polars as pl

    from lianqun.tables import DataSet

HELP = "trace a data set: organisations merged, placements judged, chains drawn out"
SHOWN = 40


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of the sub-command."""
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="folder of tables; with --identities also one CSV of names")
    parser.add_argument(
        "--identities", action="store_true", help="only who is who: what is merged, and what a person has to decide"
    )
    parser.add_argument(
        "--csv", type=Path, metavar="FILE", help="with --identities: write the pairs there, both names side by side"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--place", default="", metavar="CODE", help="only this place and those below it")
    parser.add_argument("--chain", default="", metavar="ID", help="only this chain")


def run(args: argparse.Namespace) -> int:
    """0 where the data set could be traced, 1 where it could not be loaded, 2 for a folder, place or chain that does not exist."""
    from lianqun.tables import DataSetRefused, load

    if args.csv and not args.identities:
        return _refuse("--csv 要和 --identities 一起用 / --csv goes with --identities", 2)
    if args.identities and args.dataset.is_file():
        names, refusal = read_names(args.dataset)
        return show_identities(names, args) if names is not None else _refuse(refusal, 1)
    if not args.dataset.is_dir():
        return _refuse(f"没有这个文件夹 / there is no such folder: {args.dataset}", 2)
    try:
        data_set = load(args.dataset)
    except DataSetRefused as refusal:
        return _refuse("\n".join(f"{p.file}:{p.row} {p.column}: {p.zh} / {p.en}" for p in refusal.problems), 1)
    if args.identities:
        return show_identities(data_set, args)
    for table, wanted in (("places", args.place), ("chains", args.chain)):
        if wanted and wanted not in data_set[table]["id"]:
            return _refuse(f"{table}: 没有 / there is no “{wanted}”", 2)
    found = _trace(data_set, args.place, args.chain)
    print(json.dumps(found, ensure_ascii=False, indent=2, default=str)) if args.json else _show(found)
    return 0


def _refuse(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _trace(data_set: "DataSet", place_id: str, chain_id: str) -> dict[str, object]:
    """Everything found, JSON-ready."""
    from lianqun.trace import identify, judge_placements, resolve_subjects, tally

    counts = tally(data_set.tables)
    identities = identify(data_set.tables)
    members = identities.members
    asked = data_set["statements"]["subject"].drop_nulls().unique(maintain_order=True).to_list()
    names = [data_set[table] for table in ("organizations", "aliases", "judgements", "places")]
    return {
        "version": data_set.version,
        "organizations": members.height,
        "merged": members.filter(members["id"] != members["canonical_id"]).to_dicts(),
        "pairs": identities.pairs.filter(identities.pairs["level"] != "different").to_dicts(),
        "passed_over": identities.passed_over.to_dicts(),
        "subjects": resolve_subjects(asked, *names).to_dicts() if asked else [],
        "placements": _placements(data_set, judge_placements(data_set.tables), place_id, chain_id).to_dicts(),
        "chains": [_chain(data_set, counts, row) for row in _chains(data_set, place_id, chain_id).iter_rows(named=True)],
    }


def _within(data_set: "DataSet", place_id: str) -> "pl.Series":
    """Ids of the place and of all below it."""
    import polars as pl

    from lianqun.trace import places_above

    return places_above(data_set["places"]).filter(pl.col("above_id") == place_id)["place_id"]


def _placements(data_set: "DataSet", judged: "pl.DataFrame", place_id: str, chain_id: str) -> "pl.DataFrame":
    import polars as pl

    seats = data_set["organizations"].select(pl.col("id").alias("organization_id"), pl.col("place_id").alias("seat"))
    stated = data_set["placements"].select("id", "organization_id", "link_id", "place_id", "role", stated="status")
    rows = stated.join(judged, on="id", maintain_order="left").join(
        seats, on="organization_id", how="left", maintain_order="left"
    )
    rows = rows.with_columns(place_id=pl.coalesce("place_id", "seat")).drop("seat")
    if place_id:
        rows = rows.filter(pl.col("place_id").is_in(_within(data_set, place_id).implode()))
    if chain_id:
        links = data_set["chain_links"].filter(pl.col("chain_id") == chain_id)["link_id"]
        rows = rows.filter(pl.col("link_id").is_in(links.implode()))
    return rows


def _chains(data_set: "DataSet", place_id: str, chain_id: str) -> "pl.DataFrame":
    import polars as pl

    chains = data_set["chains"]
    if chain_id:
        return chains.filter(pl.col("id") == chain_id)
    return chains.filter(pl.col("place_id").is_in(_within(data_set, place_id).implode())) if place_id else chains


def _chain(data_set: "DataSet", counts: "pl.DataFrame", chain: Mapping[str, object]) -> dict[str, object]:
    """The graph of one chain and the state of each of its links at the chain's place."""
    from lianqun.diagnose import link_states
    from lianqun.trace import chain_graph

    graph = chain_graph(data_set.tables, str(chain["id"]))
    states = link_states(counts, data_set["link_findings"], place_id=str(chain["place_id"]), link_ids=list(graph.columns))
    return {
        "id": chain["id"],
        "name_zh": chain["name_zh"],
        "place_id": chain["place_id"],
        "links": [{**row, "column": graph.columns[row["link_id"]]} for row in states.iter_rows(named=True)],
        "flows": [[flow.from_link_id, flow.to_link_id, flow.kind] for flow in graph.flows],
        "cycles": [list(circle) for circle in graph.cycles],
        "shared": {link: list(others) for link, others in graph.shared.items()},
        "missing": list(graph.missing),
    }


def _show(found: Mapping[str, object]) -> None:
    _section("组织 / organisations", found["organizations"])
    _rows("合并 / merged", found["merged"], "{id} → {canonical_id}")
    _rows("建议与自动 / pairs", found["pairs"], "{level:10} {score:.2f}  {left_id} = {right_id}  {reason_zh} / {reason_en}")
    _rows("文中主语 / subjects", found["subjects"], "{subject} → {organization_id}  {reason_zh}")
    _rows("落位 / placements", found["placements"], "{status:10} {organization_id} @ {link_id}  {reason_zh}")
    chains = found["chains"]
    assert isinstance(chains, list)
    for chain in chains:
        _show_chain(chain)


def _section(title: str, count: object) -> None:
    print(f"\n{title}: {count}")


def _rows(title: str, rows: object, form: str) -> None:
    assert isinstance(rows, list)
    _section(title, len(rows))
    for row in rows[:SHOWN]:
        print("  " + form.format_map(row))
    if len(rows) > SHOWN:
        print(f"  … {len(rows) - SHOWN}")


def _show_chain(chain: Mapping[str, object]) -> None:
    links = chain["links"]
    assert isinstance(links, list)
    _section(f"{chain['name_zh']} ({chain['id']})", f"{len(links)} 个环节 / links")
    for row in links[: SHOWN * 2]:
        print(f"  {row['column']:3d}  {row['state']:8} {row['link_id']}  {row['reason_zh']}")
    cycles = chain["cycles"]
    assert isinstance(cycles, list)
    for circle in cycles:
        print(f"  ⟲ 循环 / cycle: {' → '.join([*circle, circle[0]])}")
