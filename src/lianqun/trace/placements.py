"""Is it sure that an organisation stands on a link? The two-source rule: sources are counted, not rows."""

from collections.abc import Mapping

import polars as pl

from lianqun.tables.words import sentence

NEEDED_SOURCES = 2
NEEDED_STRONG = 1


def judge_placements(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every placement with its status by the rule and the reason in both languages, in the order of the table.

    Columns: `id`, `status`, `sources`, `strong`, `proposed`, `reason_zh`, `reason_en`. Confirmed takes at least two independent
    sources, at least one of them with strong evidence. Two documents of one source are one source; a person's word is one source
    under that person's name. Statements count when accepted; those still proposed are named in the reason, rejected and withdrawn
    ones never count. What the office has refused stays refused. Tables: placements, evidence, documents, statements, passages.
    """
    counted = _evidence_counts(tables)
    placements = tables["placements"].select("id", pl.col("status").alias("stored"))
    judged = placements.join(counted, on="id", how="left", maintain_order="left").with_columns(
        pl.col("sources", "strong", "proposed").fill_null(0), pl.col("said").fill_null("")
    )
    judged = judged.with_columns(reason=_reason_key()).with_columns(
        status=pl.col("reason").replace_strict({"confirmed": "confirmed", "refused": "refused"}, default="uncertain")
    )
    return _with_sentences(judged).select("id", "status", "sources", "strong", "proposed", "reason_zh", "reason_en")


def _reason_key() -> pl.Expr:
    """The key of the reason, in the order in which the questions are asked."""
    sources, strong = pl.col("sources"), pl.col("strong")
    return (
        pl.when(pl.col("stored") == "refused")
        .then(pl.lit("refused"))
        .when((sources >= NEEDED_SOURCES) & (strong >= NEEDED_STRONG))
        .then(pl.lit("confirmed"))
        .when(sources == 0)
        .then(pl.lit("no_evidence"))
        .when(strong >= NEEDED_STRONG)
        .then(pl.lit("one_source"))
        .when(sources >= NEEDED_SOURCES)
        .then(pl.lit("no_strong"))
        .otherwise(pl.lit("one_weak"))
    )


def _evidence_counts(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """For each placement that has evidence: distinct sources, sources with strong evidence, statements awaiting review."""
    rows = _evidence_with_source(tables)
    counts = pl.col("source").is_not_null() & ~pl.col("awaits")
    return rows.group_by(pl.col("row_id").alias("id")).agg(
        sources=pl.col("source").filter(counts).n_unique(),
        strong=pl.col("source").filter(counts & (pl.col("strength") == "strong")).n_unique(),
        proposed=pl.col("awaits").sum(),
        said=pl.col("said_why").filter(pl.col("column") == "status").first(),
    )


def _evidence_with_source(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Evidence of placements with the source it comes from (null where it does not count) and whether it awaits review."""
    evidence = tables["evidence"].filter(pl.col("table") == "placements")
    documents = tables["documents"].select(pl.col("id").alias("document_id"), pl.col("source_id").alias("document_source"))
    joined = evidence.join(documents, on="document_id", how="left").join(
        _statement_sources(tables, documents), on="statement_id", how="left"
    )
    said = pl.format("\u0000{}", pl.col("said_by"))
    dropped = pl.col("statement_status").is_in(["rejected", "withdrawn"]).fill_null(False)
    source = pl.when(~dropped).then(pl.coalesce("document_source", "statement_source", said))
    return joined.with_columns(source=source, awaits=(pl.col("statement_status") == "proposed").fill_null(False))


def _statement_sources(tables: Mapping[str, pl.DataFrame], documents: pl.DataFrame) -> pl.DataFrame:
    passages = tables["passages"].select(pl.col("id").alias("passage_id"), "document_id")
    statements = tables["statements"].select(
        pl.col("id").alias("statement_id"),
        "passage_id",
        pl.col("said_by").alias("stated_by"),
        pl.col("status").alias("statement_status"),
    )
    found = statements.join(passages, on="passage_id", how="left").join(documents, on="document_id", how="left")
    source = pl.coalesce("document_source", pl.format("\u0000{}", pl.col("stated_by")))
    return found.select("statement_id", "statement_status", statement_source=source)


def _with_sentences(judged: pl.DataFrame) -> pl.DataFrame:
    """The reasons in words; written once for each combination, for there are few."""
    keys = ["reason", "sources", "strong", "proposed", "said"]
    combinations = judged.select(keys).unique()
    sentences = [_sentences(row) for row in combinations.iter_rows(named=True)]
    words = combinations.with_columns(
        reason_zh=pl.Series([zh for zh, _ in sentences], dtype=pl.String),
        reason_en=pl.Series([en for _, en in sentences], dtype=pl.String),
    )
    return judged.join(words, on=keys, how="left", maintain_order="left")


def _sentences(row: Mapping[str, object]) -> tuple[str, str]:
    proposed = _part("proposed", bool(row["proposed"]), row)
    said = _part("said", bool(row["said"]), row)
    words = {**row, "proposed_zh": proposed[0], "proposed_en": proposed[1], "said_zh": said[0], "said_en": said[1]}
    return sentence(__package__, "reasons.csv", str(row["reason"]), **words)


def _part(key: str, applies: bool, row: Mapping[str, object]) -> tuple[str, str]:
    return sentence(__package__, "reasons.csv", key, **row) if applies else ("", "")
