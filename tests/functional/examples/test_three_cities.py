"""The demonstration data set: it checks, its evidence stands, and it claims nothing that it cannot show."""

import hashlib
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from lianqun.cli.check import text_of
from lianqun.tables import DataSet, check, save
from lianqun.trace import judge_placements
from lianqun.vocab.regions import regions

FOLDER = Path(__file__).parents[3] / "examples" / "three-cities"
ARTICLE = Path(__file__).parents[4] / "shared" / "seed" / "article_clean.txt"

WITHOUT_EVIDENCE = {"sources", "documents", "evidence", "chain_links", "judgements"}
"""Where things were read, and what the office itself drew or decided."""

IN_WORDS = {Decimal(5): "五", Decimal(8): "八", Decimal(1000): "千"}

NUMBERS = {
    "organizations": ("employees", "founded_year"),
    "projects": ("investment_wan_yuan", "capacity"),
    "needs": ("quantity",),
    "offers": ("quantity",),
    "funds": ("funds_count", "size_wan_yuan"),
    "commitments": ("share_percent",),
    "platforms": ("capacity_per_day", "saving_percent"),
    "indicators": ("value",),
}


def evidence_by_row(cities: DataSet) -> dict[tuple[str, str], list[dict[str, str | None]]]:
    found: dict[tuple[str, str], list[dict[str, str | None]]] = defaultdict(list)
    for row in cities.tables["evidence"].iter_rows(named=True):
        found[row["table"], row["row_id"]].append(row)
    return found


def test_it_passes_the_check() -> None:
    report = check(FOLDER, text_of)
    assert report.ok, [(p.file, p.row, p.column, p.en) for p in report.problems]


def test_the_folder_is_what_the_program_itself_would_write(cities: DataSet, tmp_path: Path) -> None:
    save(cities, tmp_path)
    for path in (*sorted(tmp_path.glob("*.csv")), tmp_path / "datapackage.json"):
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), path.name
    assert {path.name for path in tmp_path.glob("*.csv")} == {path.name for path in FOLDER.glob("*.csv")}


def test_fingerprints_are_those_of_the_files(cities: DataSet) -> None:
    for row in cities.tables["documents"].drop_nulls("file").iter_rows(named=True):
        assert row["sha256"] == hashlib.sha256((FOLDER / "files" / row["file"]).read_bytes()).hexdigest(), row["file"]


def test_every_file_is_a_document(cities: DataSet) -> None:
    assert {path.name for path in (FOLDER / "files").iterdir()} == set(cities.tables["documents"]["file"].drop_nulls())


def test_every_quote_is_in_its_document(cities: DataSet, texts: dict[str, str]) -> None:
    quoted = cities.tables["evidence"].drop_nulls("quote")
    assert quoted.height > 200
    missing = [row["id"] for row in quoted.iter_rows(named=True) if row["quote"] not in texts[row["document_id"]]]
    assert missing == []


def test_every_row_that_says_something_has_evidence(cities: DataSet) -> None:
    known = evidence_by_row(cities)
    bare = [
        (name, key)
        for name, frame in cities.tables.items()
        if name not in WITHOUT_EVIDENCE
        for key in frame["id"]
        if (name, key) not in known
    ]
    assert bare == []


def test_evidence_points_at_rows_and_columns_that_are_there(cities: DataSet) -> None:
    for (name, key), rows in evidence_by_row(cities).items():
        assert key in set(cities.tables[name]["id"]), (name, key)
        assert {row["column"] for row in rows} - {None} <= set(cities.tables[name].columns)


def test_evidence_is_a_quote_or_says_who_says_it_and_why(cities: DataSet) -> None:
    for row in cities.tables["evidence"].iter_rows(named=True):
        assert row["document_id"] and (row["quote"] or (row["said_by"] and row["said_why"])), row["id"]


def test_every_organization_is_named_by_a_bulletin(cities: DataSet) -> None:
    known = evidence_by_row(cities)
    silent = [key for key in cities.tables["organizations"]["id"] if not any(e["quote"] for e in known["organizations", key])]
    assert silent == []


@pytest.mark.parametrize(("name", "column"), [(name, column) for name, columns in NUMBERS.items() for column in columns])
def test_every_number_is_printed_in_a_quote(cities: DataSet, name: str, column: str) -> None:
    known = evidence_by_row(cities)
    numbered = cities.tables[name].drop_nulls(column)
    assert numbered.height > 0
    for row in numbered.iter_rows(named=True):
        quotes = " ".join(e["quote"] or "" for e in known[name, row["id"]])
        assert is_printed(Decimal(row[column]), quotes, in_wan_yuan=column.endswith("wan_yuan")), (row["id"], row[column], quotes)


def is_printed(value: Decimal, quotes: str, *, in_wan_yuan: bool) -> bool:
    shown = value / 10_000 if in_wan_yuan else value
    printed = {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", quotes)}
    return shown in printed or (shown in IN_WORDS and IN_WORDS[shown] in quotes)


def test_no_bulletin_lets_a_placement_be_confirmed_alone(cities: DataSet) -> None:
    sources = cities.tables["documents"].filter(pl.col("file").is_not_null())["source_id"].unique()
    assert sources.len() == 1
    assert set(cities.tables["placements"]["status"]) == {"uncertain"}
    assert set(judge_placements(cities.tables)["status"]) == {"uncertain"}


def test_codes_of_places_are_official(cities: DataSet) -> None:
    for row in cities.tables["places"].iter_rows(named=True):
        code, parent = row["id"], row["parent_id"]
        if re.fullmatch(r"\d{6}", code):
            assert code in regions(), code
            assert row["name_zh"] == regions()[code].name
        elif row["level"] == "park":
            assert re.fullmatch(rf"{parent}-[a-z]+", code), code
        else:
            assert re.fullmatch(r"[A-Z]{2}", code) and row["level"] == "country", code


def test_reference_rows_say_that_they_are_a_draft(cities: DataSet) -> None:
    notes = cities.tables["technologies"]
    assert notes["note_zh"].str.starts_with("参考草案").all()
    reference = cities.tables["sources"].filter(pl.col("kind") == "reference")
    assert reference["grade"].to_list() == ["C"]


def test_links_carry_no_state_beyond_what_was_said(cities: DataSet) -> None:
    findings = cities.tables["link_findings"]
    assert set(findings["state"]) == {"present"}
    assert findings.height == 12


def test_every_chain_is_connected_and_of_a_sensible_size(cities: DataSet) -> None:
    flows = set(cities.tables["flows"].select("from_link_id", "to_link_id").rows())
    for (chain,), members in cities.tables["chain_links"].group_by("chain_id"):
        links = set(members["link_id"])
        assert 8 <= len(links) <= 20, chain
        touched = {end for flow in flows if set(flow) <= links for end in flow}
        assert touched == links, (chain, links - touched)


def test_columns_run_from_upstream_to_downstream(cities: DataSet) -> None:
    columns = {(row["chain_id"], row["link_id"]): row["column"] for row in cities.tables["chain_links"].iter_rows(named=True)}
    chains = {chain for chain, _ in columns}
    backwards = {
        (left, right)
        for left, right in cities.tables["flows"].select("from_link_id", "to_link_id").rows()
        for chain in chains
        if (chain, left) in columns and (chain, right) in columns and columns[chain, left] >= columns[chain, right]
    }
    assert backwards == {("battery-recycling", "cathode")}


def test_bulletins_share_no_sentence_with_the_report(cities: DataSet, texts: dict[str, str]) -> None:
    if not ARTICLE.is_file():
        pytest.skip("the report the facts come from is not in this checkout (../shared/seed)")
    report = re.sub(r"\s", "", ARTICLE.read_text(encoding="utf-8"))
    copied = {run for text in texts.values() for run in common_runs(hide_names(text, cities), report, 12)}
    assert copied == set()


def hide_names(text: str, cities: DataSet) -> str:
    """The text without its numbers and proper names, each replaced by a mark that stands in no report."""
    columns = [("organizations", "name_zh"), ("aliases", "alias"), ("places", "name_zh"), ("policies", "title")]
    columns += [("projects", "name_zh"), ("platforms", "name_zh"), ("funds", "name_zh"), ("offers", "title")]
    names = {name for table, column in columns for name in cities.tables[table][column].to_list()}
    longest_first = sorted(names, key=len, reverse=True)
    return re.sub("|".join([*map(re.escape, longest_first), r"[\d.%]+"]), "\0", re.sub(r"\s", "", text))


def common_runs(text: str, report: str, length: int) -> set[str]:
    return {text[at : at + length] for at in range(len(text) - length + 1) if text[at : at + length] in report}
