"""The second reader as the site and the command use it: off without an address; its failure never loses the rules' reading."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lianqun.office.outside.language_model import LanguageModel, NoAnswer, endpoint_of
from lianqun.office.outside.remembered_answers import remember
from lianqun.read import KnownOrganization, Reading
from lianqun.read.second import Agreement, LlmExtractor, read_again

Outcome = Agreement | NoAnswer | None


def read_twice(
    reading: Reading,
    environ: Mapping[str, str],
    *,
    folder: Path | None,
    url: str = "",
    model: str = "",
    known: Sequence[KnownOrganization] = (),
) -> tuple[Reading, Outcome]:
    """A reading with the second reader's claims beside it, and how far the two agree.

    Without an address: the reading as it is, and None. Where the model gives no answer: the reading with a warning, and the
    failure. `known` are those of the office's register that the text may name. `folder` remembers answers; what was answered before a failure need not be asked again.
    """
    try:
        endpoint = endpoint_of(environ, url=url, model=model)
        if endpoint is None:
            return reading, None
        asked = LanguageModel(endpoint).ask
        ask = remember(asked, folder, endpoint.model) if folder else asked
        return read_again(reading, LlmExtractor(ask, endpoint.model), known=known)
    except NoAnswer as failure:
        return replace(reading, warnings=(*reading.warnings, f"{failure.zh}{failure.en}")), failure


def row_of(outcome: Outcome) -> dict[str, object] | None:
    """What the audit log keeps of it, JSON-ready: the counts, or what failed in words."""
    if isinstance(outcome, NoAnswer):
        return {"failed": {"code": outcome.code, "zh": outcome.zh, "en": outcome.en}}
    return outcome.as_row() if outcome else None
