"""Is a link of a chain present in a place, weak, absent or unknown? Three questions, never “no row means no firm”."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import polars as pl

from lianqun.tables.words import sentence

SCHEMA = {"link_id": pl.String(), "state": pl.String(), "reason_zh": pl.String(), "reason_en": pl.String()}
STATES_KEPT = 4_096
NOTHING: Mapping[str, object] = {"confirmed": 0, "uncertain": 0, "refused": 0}


def link_states(tally: pl.DataFrame, link_findings: pl.DataFrame, *, place_id: str, link_ids: Iterable[str]) -> pl.DataFrame:
    """State and reason of each link at a place, in the order asked for: `link_id`, `state`, `reason_zh`, `reason_en`.

    present: at least one confirmed placement, or the office's latest finding says present. absent: the latest finding says absent
    and nobody is confirmed. weak: organisations are named but none is confirmed. unknown: everything else.
    The latest finding is that of the latest `as_of`, among those of one day the last by id.
    """
    asked = list(link_ids)
    here = tally.filter((pl.col("place_id") == place_id) & pl.col("link_id").is_in(asked))
    counts = _by_link(here.select("link_id", *NOTHING))
    findings = link_findings.filter((pl.col("place_id") == place_id) & pl.col("link_id").is_in(asked))
    latest = _by_link(findings.sort("as_of", "id"))
    states = [_state(counts.get(link, NOTHING), latest.get(link)) for link in asked]
    columns = zip(*states, strict=True) if asked else ([], [], [])
    return pl.DataFrame(dict(zip(SCHEMA, (asked, *columns), strict=True)), schema=SCHEMA)


def _by_link(frame: pl.DataFrame) -> dict[str, dict[str, object]]:
    """Rows by link; of several the last."""
    return {row["link_id"]: row for row in frame.iter_rows(named=True)}


def _state(counts: Mapping[str, object], finding: Mapping[str, object] | None) -> tuple[str, str, str]:
    found = tuple(finding.items()) if finding else ()
    return _state_of(tuple((name, counts[name]) for name in NOTHING), found)


@lru_cache(maxsize=STATES_KEPT)
def _state_of(counted: tuple[tuple[str, object], ...], found: tuple[tuple[str, object], ...]) -> tuple[str, str, str]:
    """State and both sentences; thousands of links share a few counts, so they are worded once."""
    counts, finding = dict(counted), dict(found)
    key = _reason_key(counts, finding or None)
    zh, en = sentence(__package__, "reasons.csv", key, **_words(counts, finding))
    return key.split("_")[0], zh, en


def _reason_key(counts: Mapping[str, object], finding: Mapping[str, object] | None) -> str:
    found = finding["state"] if finding else ""
    questions = (
        ("present_confirmed", bool(counts["confirmed"])),
        ("present_found", found == "present"),
        ("absent", found == "absent"),
        ("weak", bool(counts["uncertain"])),
        ("unknown_refused", bool(counts["refused"])),
        ("unknown", True),
    )
    return next(key for key, holds in questions if holds)


def _words(counts: Mapping[str, object], finding: Mapping[str, object]) -> dict[str, object]:
    words = {**finding, **counts}
    for key, applies in (("uncertain", counts["uncertain"]), ("why", finding.get("reason"))):
        zh, en = sentence(__package__, "reasons.csv", key, **words) if applies else ("", "")
        words |= {f"{key}_zh": zh, f"{key}_en": en}
    return words
