"""What became of each document of a batch."""

from dataclasses import astuple, dataclass, fields, replace

from lianqun.read.refusals import ReadingRefused

_SKIPPING = frozenset(("link", "other_kind", "duplicate"))
_FAILING = frozenset(("timeout", "worker_died", "memory", "unexpected"))
STATUSES = ("read", "skipped", "refused", "failed")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document's outcome, a row of `outcomes.csv`.

    `status` is read, skipped (nothing is wrong with it), refused (it will be refused again) or failed (it is tried again in
    the next run); `code`, `zh` and `en` say why. `claims` and `characters` count what was read; `seconds` is how long it took.
    """

    document: str
    status: str
    sha256: str = ""
    code: str = ""
    zh: str = ""
    en: str = ""
    claims: int = 0
    characters: int = 0
    seconds: float = 0.0

    def named(self, document: str) -> "Outcome":
        """The same outcome for the name under which the document is found now."""
        return replace(self, document=document)

    def as_cells(self) -> tuple[object, ...]:
        """The outcome in the order of `COLUMNS`."""
        return astuple(self)


COLUMNS = tuple(field.name for field in fields(Outcome))


def status_of(code: str) -> str:
    """The status that goes with the code of a refusal."""
    return "skipped" if code in _SKIPPING else "failed" if code in _FAILING else "refused"


def outcome_of_refusal(document: str, refusal: ReadingRefused, sha256: str = "") -> Outcome:
    """The outcome of a document that was not read, in the words of its refusal."""
    return Outcome(document, status_of(refusal.code), sha256, refusal.code, refusal.zh, refusal.en)
