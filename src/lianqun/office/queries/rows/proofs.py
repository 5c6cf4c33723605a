"""Values that only a rule gives: which written rows hold one that the rule does not give them."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from lianqun.office.evidence.models import Document, Evidence, Passage, Statement
from lianqun.office.queries.rows.whole_tables import frame_of, models_by_table
from lianqun.trace import judge_placements
from lianqun.vocab.dictionary import Column
from lianqun.vocab.dictionary import tables as dictionary

STEP = 5_000


def unproven(table: str, rows: pl.DataFrame, before: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Column]]:
    """Rows just written, with the column that claims what nobody worked out; a value that stood there already is left alone."""
    for column in dictionary()[table].columns:
        if column.computed:
            claiming = rows.filter(pl.col(column.name).is_in(list(column.computed)))["id"].to_list()
            fresh = [one for one in claiming if before.get(one, {}).get(column.name) not in column.computed]
            for start in range(0, len(fresh), STEP):
                yield from ((one, column) for one in _refuted(table, fresh[start : start + STEP]))


def _refuted(table: str, ids: list[str]) -> list[str]:
    """Those of some placements that the two-source rule does not confirm, by the evidence that stands now."""
    assert table == "placements", f"no rule is known for computed values of {table}"
    evidence = Evidence.objects.filter(table=table, row_id__in=ids)
    statements = Statement.objects.filter(pk__in=evidence.exclude(statement=None).values("statement_id"))
    passages = Passage.objects.filter(pk__in=statements.exclude(passage=None).values("passage_id"))
    judged = judge_placements({
        "placements": frame_of(models_by_table()[table]._default_manager.filter(pk__in=ids)),
        "evidence": frame_of(evidence),
        "statements": frame_of(statements),
        "passages": frame_of(passages),
        "documents": frame_of(Document.objects.filter(pk__in=[*_documents(evidence), *_documents(passages)])),
    })  # fmt: skip
    return judged.filter(pl.col("status") != "confirmed")["id"].to_list()


def _documents(rows: Any) -> list[str]:
    return list(rows.exclude(document=None).values_list("document_id", flat=True).distinct())
