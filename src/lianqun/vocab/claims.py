"""The shape of a claim: what a document says, with its place in the text."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

PRINTED_ORDER = (
    *("type", "subject", "attribute", "value", "unit", "qualifier", "change", "period", "region", "chain", "modality"),
    *("quote", "start", "end", "confidence", "flags", "rule"),
)


class GridCell(NamedTuple):
    """A cell of the tables of a document: which table (`Reading.grids`), row and column, each counted from 0."""

    grid: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a document says.

    `value` is the number as a reader understands it ("97", "40-50", "77.8") or a text; `unit` stands as printed;
    `quote` is an exact substring of the repaired text, `text[start:end] == quote`. `confidence` (0–1) says what a person
    must review, never which claim wins. `flags` are doubts, `rule` names the rule that made the claim.

    Beside what is printed: `number` is the value as a decimal and `upper` the upper end of a range, made once, when it was read;
    `cell` is where in a table the value stands. Neither makes two claims different.
    """

    type: str
    subject: str
    attribute: str
    value: str
    quote: str
    start: int
    end: int
    rule: str
    unit: str = ""
    qualifier: str = ""
    change: str = ""
    period: str = ""
    region: str = ""
    chain: str = ""
    modality: str = "actual"
    confidence: float = 0.5
    flags: tuple[str, ...] = ()
    number: Decimal | None = field(default=None, compare=False)
    upper: Decimal | None = field(default=None, compare=False)
    cell: GridCell | None = field(default=None, compare=False)

    def as_row(self) -> dict[str, object]:
        """The claim as one JSON-ready dictionary, in the order in which `lianqun read --json` prints it."""
        return {name: list(self.flags) if name == "flags" else getattr(self, name) for name in PRINTED_ORDER}
