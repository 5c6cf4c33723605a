"""What may be done with a lead in which state, from `lead_acts.csv`: the table of states and acts, and who each act is for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lianqun.land.words import read_rows

STATE_AFTER = {"answer": "answered", "judge": "judged", "feedback": "following", "report": "following"}


@dataclass(frozen=True, slots=True)
class LeadAct:
    """An act: the step that it writes, the states in which it is legal, the state after it (empty: what the steps say).

    `who`: `handle` those who handle leads of the place, `city` those of the city above it. `asks_reason`: something must be said
    with it. `while_paused`: `yes`, `no`, or `only` while the clock stands still. `why_zh` and `why_en` say why it is not legal.
    """

    code: str
    step: str
    states: frozenset[str]
    to: str
    who: str
    asks_reason: bool
    while_paused: str
    zh: str
    en: str
    done_zh: str
    done_en: str
    why_zh: str
    why_en: str

    def is_legal(self, state: str, *, is_paused: bool) -> bool:
        """Whether a lead in a state, its clock running or not, allows the act."""
        fits = {"yes": True, "no": not is_paused, "only": is_paused}[self.while_paused]
        return state in self.states and fits


@cache
def lead_acts() -> dict[str, LeadAct]:
    """Every act by its code, in the order in which a lead comes to them."""
    rows = sorted(read_rows("lead_acts.csv"), key=lambda row: int(row["order"]))
    return {row["code"]: _act(row) for row in rows}


def state_after(steps: Iterable[Mapping[str, Any]]) -> str:
    """The state of a lead under way after its present steps (`kind`): reported, answered, judged or following."""
    kinds = {step["kind"] for step in steps}
    return next((state for kind, state in reversed(STATE_AFTER.items()) if kind in kinds), "reported")


def _act(row: Mapping[str, str]) -> LeadAct:
    words = ("code", "step", "to", "who", "while_paused", "zh", "en", "done_zh", "done_en", "why_zh", "why_en")
    return LeadAct(
        states=frozenset(row["from"].split()),
        asks_reason=row["asks_reason"] == "yes",
        **{name: row[name] for name in words},
    )
