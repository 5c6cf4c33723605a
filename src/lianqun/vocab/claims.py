"""The shape of a claim: what a document says, with its place in the text."""

from dataclasses import asdict, dataclass

PRINTED_ORDER = (
    *("type", "subject", "attribute", "value", "unit", "qualifier", "change", "period", "region", "chain", "modality"),
    *("quote", "start", "end", "confidence", "flags", "rule"),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a document says.

    `value` is the number as a reader understands it ("97", "40-50", "77.8") or a text; `unit` stands as printed;
    `quote` is an exact substring of the repaired text, `text[start:end] == quote`. `confidence` (0–1) says what a person
    must review, never which claim wins. `flags` are doubts, `rule` names the rule that made the claim.
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

    def as_row(self) -> dict[str, object]:
        """The claim as one JSON-ready dictionary, in the order in which `lianqun read --json` prints it."""
        row = asdict(self)
        row["flags"] = list(self.flags)
        return {name: row[name] for name in PRINTED_ORDER}
