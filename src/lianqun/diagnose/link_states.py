"""Is a link of a chain present in a place, weak, absent or unknown? Three questions, never “no row means no firm”."""

from collections.abc import Iterable, Mapping

import polars as pl

from lianqun.tables.words import sentence

SCHEMA = {"link_id": pl.String(), "state": pl.String(), "reason_zh": pl.String(), "reason_en": pl.String()}
NOTHING: Mapping[str, object] = {"confirmed": 0, "uncertain": 0, "refused": 0}


def link_states(tally: pl.DataFrame, link_findings: pl.DataFrame, *, place_id: str, link_ids: Iterable[str]) -> pl.DataFrame:
    """State and reason of each link at a place, in the order asked for: `link_id`, `state`, `reason_zh`, `reason_en`.

    present: at least one confirmed placement, or the office's latest finding says present. absent: the latest finding says absent
    and nobody is confirmed. weak: organisations are named but none is confirmed. unknown: everything else.
    The latest finding is that of the latest `as_of`, among those of one day the last by id.
    """
    asked = list(link_ids)
    counts = _by_link(tally.filter((pl.col("place_id") == place_id) & pl.col("link_id").is_in(asked)))
    findings = link_findings.filter((pl.col("place_id") == place_id) & pl.col("link_id").is_in(asked))
    latest = _by_link(findings.sort("as_of", "id"))
    rows = [_state(link, counts.get(link, NOTHING), latest.get(link)) for link in asked]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _by_link(frame: pl.DataFrame) -> dict[str, dict[str, object]]:
    """Rows by link; of several the last."""
    return {row["link_id"]: row for row in frame.iter_rows(named=True)}


def _state(link: str, counts: Mapping[str, object], finding: Mapping[str, object] | None) -> tuple[str, str, str, str]:
    key = _reason_key(counts, finding)
    zh, en = sentence(__package__, "reasons.csv", key, **_words(counts, finding or {}))
    return link, key.split("_")[0], zh, en


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
