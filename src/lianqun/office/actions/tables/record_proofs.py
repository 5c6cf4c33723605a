"""Evidence that comes with an edit: an exact quote of a document, or who says so and why."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from lianqun.office.actions.tables.record_words import problem_at
from lianqun.office.evidence.models import Document
from lianqun.office.queries.rows.texts import find_quote
from lianqun.office.queries.rows.whole_tables import frame_of_texts
from lianqun.tables import Problem


@dataclass(frozen=True, slots=True)
class Proof:
    """What is attached: a document with its exact words, or a person with the reason; nothing where all is empty."""

    document_id: str = ""
    quote: str = ""
    said_by: str = ""
    said_why: str = ""

    def __bool__(self) -> bool:
        return bool(self.document_id or self.quote or self.said_by or self.said_why)


NO_PROOF = Proof()


def problems_of_proof(proof: Proof) -> list[Problem]:
    """What is wrong with what is attached, each at its field: halves of a pair, words that do not stand in the document."""
    problems = []
    if proof.document_id and not proof.quote:
        problems.append(problem_at("quote_wanted", "evidence", "proof.quote"))
    if proof.quote and not proof.document_id:
        problems.append(problem_at("document_wanted", "evidence", "proof.document_id"))
    if bool(proof.said_by) != bool(proof.said_why):
        problems.append(problem_at("word_wanted", "evidence", "proof.said_why" if proof.said_by else "proof.said_by"))
    return problems or _misquoted(proof)


def _misquoted(proof: Proof) -> list[Problem]:
    document = Document.objects.filter(pk=proof.document_id).first() if proof.document_id else None
    is_there = document is not None and find_quote(document, proof.quote) is not None
    return [] if is_there or not proof.document_id else [problem_at("quote_not_found", "evidence", "proof.quote")]


def proof_rows(proof: Proof, table: str, row_id: str, columns: Sequence[str]) -> dict[str, pl.DataFrame]:
    """The rows of evidence: one for each column that is proven, or for the whole row (an empty column).

    The words of a document are strong, a person's word is weak: the two-source rule asks for more than one person's word.
    """
    if not proof:
        return {}
    told = {"table": table, "row_id": row_id, **_sources(proof)}
    rows: list[dict[str, str | None]] = [{"id": f"e{uuid.uuid4().hex}", "column": column or None, **told} for column in columns]
    return {"evidence": frame_of_texts("evidence", rows)}


def _sources(proof: Proof) -> dict[str, str | None]:
    return {
        "document_id": proof.document_id or None,
        "quote": proof.quote or None,
        "strength": "strong" if proof.document_id else "weak",
        "said_by": proof.said_by or None,
        "said_why": proof.said_why or None,
    }
