"""The other rows of a scene: organisations, flows, technologies, applications, trade, counts by place, evidence, sources."""

import re
from collections import defaultdict
from collections.abc import Mapping

import polars as pl

from lianqun.maps import scene as seen
from lianqun.maps.table_rows import Row, Tables, rows, text

LEGAL_FORM = re.compile(r"(集团)?(股份|有限责任)?(有限)?(责任)?公司$")
TRADES = ("sells_to", "supplies")


def firms_of(tables: Tables) -> dict[str, seen.Firm]:
    """Organisation → its names and place; the short name is the shortest recorded one, else the name without its legal form."""
    short: dict[str, str] = {}
    for row in rows(tables, "aliases", kind=["short"]):
        if len(row["alias"]) < len(short.get(row["organization_id"], "." * 99)):
            short[row["organization_id"]] = row["alias"]
    return {row["id"]: _firm(row, short) for row in rows(tables, "organizations")}


def _firm(row: Row, short: Mapping[str, str]) -> seen.Firm:
    return seen.Firm(
        id=row["id"],
        name_zh=row["name_zh"],
        name_en=text(row["name_en"]),
        short_zh=short.get(row["id"]) or LEGAL_FORM.sub("", row["name_zh"]) or row["name_zh"],
        kind=row["kind"],
        place_id=text(row["place_id"]),
    )


def flows_of(tables: Tables, wanted: set[str]) -> tuple[seen.Flow, ...]:
    """Flows between two of the wanted links."""
    ends = tables["flows"].select("from_link_id", "to_link_id", "kind").rows() if "flows" in tables else ()
    return tuple(seen.Flow(giver, taker, text(kind)) for giver, taker, kind in ends if giver in wanted and taker in wanted)


def technologies_of(tables: Tables, wanted: set[str]) -> tuple[seen.Technology, ...]:
    """Technologies of the wanted links, oldest generation first."""
    found = sorted(rows(tables, "technologies", link_id=wanted), key=lambda row: (row["link_id"], row["generation"], row["id"]))
    return tuple(_technology(row) for row in found)


def _technology(row: Row) -> seen.Technology:
    return seen.Technology(
        id=row["id"],
        name_zh=row["name_zh"],
        name_en=text(row["name_en"]),
        link_id=row["link_id"],
        generation=row["generation"],
        starts_year=row["starts_year"],
        ends_year=row["ends_year"],
        status=row["status"],
        note_zh=text(row["note_zh"]),
        note_en=text(row["note_en"]),
    )


def positions_of(
    tables: Tables, technologies: tuple[seen.Technology, ...], local: Mapping[str, seen.Firm]
) -> tuple[seen.Position, ...]:
    """Where the place's organisations stand on those technologies."""
    return tuple(
        seen.Position(row["id"], row["technology_id"], local[row["organization_id"]], row["level"], row["since_year"])
        for row in rows(tables, "technology_positions", technology_id={one.id for one in technologies})
        if row["organization_id"] in local
    )


def applications_of(tables: Tables, wanted: set[str], firms: Mapping[str, seen.Firm]) -> tuple[seen.Application, ...]:
    """Applications of the wanted links."""
    return tuple(
        seen.Application(
            id=row["id"],
            link_id=row["link_id"],
            field_zh=row["field_zh"],
            field_en=text(row["field_en"]),
            share_percent=row["share_percent"],
            firm=firms.get(text(row["organization_id"])),
        )
        for row in rows(tables, "applications", link_id=wanted)
    )


def trades_of(tables: Tables, firms: Mapping[str, seen.Firm], local: Mapping[str, seen.Firm]) -> tuple[seen.Trade, ...]:
    """Ties of the place's organisations to customers and suppliers."""
    return tuple(
        seen.Trade(
            id=row["id"],
            kind=row["kind"],
            firm=local[row["from_organization_id"]],
            other=firms.get(text(row["to_organization_id"])),
            to_place_id=text(row["to_place_id"]),
            note=text(row["note"]),
        )
        for row in rows(tables, "ties", kind=TRADES)
        if row["from_organization_id"] in local
    )


def counts_by_place(tally: pl.DataFrame, wanted: set[str]) -> dict[str, dict[str, int]]:
    """Column of the tally (`organizations`, `confirmed`) → place → its sum over the wanted links.

    An organisation that stands on two links counts twice, and the maps say so.
    """
    frame = tally.filter(pl.col("link_id").is_in(sorted(wanted)))
    sums = frame.group_by("place_id").agg(pl.col("organizations", "confirmed").sum()).to_dicts()
    return {column: {row["place_id"]: row[column] for row in sums} for column in ("organizations", "confirmed")}


def evidence_of(tables: Tables, wanted: Mapping[str, set[str]]) -> dict[tuple[str, str], tuple[seen.Evidence, ...]]:
    """(table, row) → the sentences behind it, for the wanted rows of each table."""
    titles = {row["id"]: row["title"] for row in rows(tables, "documents")}
    quotes = _quotes(tables)
    found: dict[tuple[str, str], list[seen.Evidence]] = defaultdict(list)
    for row in rows(tables, "evidence", table=wanted):
        if row["row_id"] in wanted[row["table"]]:
            found[row["table"], row["row_id"]].append(_evidence(row, titles, quotes))
    return {key: tuple(items) for key, items in found.items()}


def _quotes(tables: Tables) -> dict[str, str]:
    """Statement → the sentence it was read from."""
    passages = {row["id"]: row["quote"] for row in rows(tables, "passages")}
    return {row["id"]: passages.get(text(row["passage_id"]), "") for row in rows(tables, "statements")}


def _evidence(row: Row, titles: Mapping[str, str], quotes: Mapping[str, str]) -> seen.Evidence:
    document = text(row["document_id"])
    said = {"said_by": text(row["said_by"]), "said_why": text(row["said_why"]), "strength": row["strength"]}
    return seen.Evidence(
        document_id=document,
        title=titles.get(document, ""),
        quote=text(row["quote"]) or quotes.get(text(row["statement_id"]), ""),
        **said,
    )


def sources_of(tables: Tables, evidence: Mapping[tuple[str, str], tuple[seen.Evidence, ...]]) -> tuple[seen.Source, ...]:
    """The documents behind the scene's rows, newest first."""
    used = {one.document_id for items in evidence.values() for one in items}
    found = sorted(rows(tables, "documents", id=used), key=lambda row: (text(row["published_on"]), row["id"]), reverse=True)
    return tuple(seen.Source(row["id"], row["title"], text(row["published_on"])) for row in found)
