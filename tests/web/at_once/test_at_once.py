"""Two people at the same instant, and a process that dies half-way: proved with real processes, on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.postgresql import own_database

ROOT = Path(__file__).parents[3]
ROUNDS = 4
Doing = Callable[..., list[dict[str, Any]]]


def deed(do: str, kill_after: int = 0, /, **told: Any) -> dict[str, Any]:
    return {"do": do, "told": told, "kill_after": kill_after}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """What DATABASE_URL holds: a database of this module's own."""
    if request.param == "sqlite":
        yield ""
        return
    with own_database(request.getfixturevalue("url")) as address:
        yield address


@pytest.fixture(scope="module")
def at_once(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doing]:
    """Does deeds at one instant, each in a process of its own."""
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "LIANQUN_HOME": str(tmp_path_factory.mktemp("home")),
        "DJANGO_SETTINGS_MODULE": "lianqun.office.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }
    command = [sys.executable, "-m", "tests.web.at_once.nursery"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, cwd=ROOT, **pipes) as nursery:
        told, answered = nursery.stdin, nursery.stdout
        assert told is not None and answered is not None

        def do(*deeds: dict[str, Any]) -> list[dict[str, Any]]:
            print(json.dumps(deeds), file=told, flush=True)
            answers: list[dict[str, Any]] = json.loads(answered.readline())
            return answers

        assert do(deed("begin")) == [{"gave": None}]
        yield do
        told.close()


def gave(at_once: Doing, do: str, **told: Any) -> Any:
    (answer,) = at_once(deed(do, **told))
    assert "gave" in answer, answer
    return answer["gave"]


def winner_and_loser(answers: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The one that was done and the one that was refused, and said so in a sentence; never two of a kind."""
    winner, loser = sorted(answers, key=lambda one: "refused" in one)
    assert "gave" in winner and loser.get("sentence"), answers
    return winner, loser


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_counties_report_one_investor_at_once_and_the_earlier_is_first(at_once: Doing, number: int) -> None:
    investor = f"并报{number}号新能源有限公司"
    answers = at_once(
        deed("report", by="decheng", place="371402", investor=investor),
        deed("report", by="chuzhou", place="341100", investor=investor),
    )
    assert all("gave" in one for one in answers), answers
    stands = gave(at_once, "investor_stands", investor=investor)
    assert stands["states"] == ["disputed", "disputed"]
    assert stands["held_first"] == [stands["first"]], "one dispute, and the right one is held to be first"


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_officers_move_one_project_at_once(at_once: Doing, number: int) -> None:
    own = f"moved-{number}"
    gave(at_once, "a_project", own=own, is_in_review=False)
    _winner, loser = winner_and_loser(at_once(*(deed("propose", by=by, project=own) for by in ("steward", "promotion"))))
    assert loser["refused"] == "in_review_already" and "签约" in loser["sentence"]
    assert gave(at_once, "project_stands", own=own)["reviews"] == ["in_review"]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_sign_the_last_step_at_once(at_once: Doing, number: int) -> None:
    own = f"signed-{number}"
    gave(at_once, "a_project", own=own)
    _winner, loser = winner_and_loser(at_once(*(deed("sign", by=by, project=own) for by in ("first", "second"))))
    assert loser["refused"] == "decided"
    stands = gave(at_once, "project_stands", own=own)
    assert stands == {"stage": "signed", "reviews": ["approved"], "signatures": 1, "events": 1, "changes": 1}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (deed("sign", by="first"), deed("sign", by="second", verdict="returned")),
        (deed("sign", by="first"), deed("withdraw", by="steward")),
    ],
    ids=["agreed-and-returned", "agreed-and-taken-back"],
)
@pytest.mark.parametrize("number", range(ROUNDS // 2))
def test_a_review_ends_in_one_way_only(at_once: Doing, one: Any, other: Any, number: int) -> None:
    own = f"ended-{other['do']}-{number}"
    gave(at_once, "a_project", own=own)
    winner, _loser = winner_and_loser(at_once(*({**it, "told": {**it["told"], "project": own}} for it in (one, other))))
    stands = gave(at_once, "project_stands", own=own)
    assert stands["reviews"] == [winner["gave"]]
    assert (stands["stage"], stands["events"]) == (("signed", 1) if winner["gave"] == "approved" else ("assessment", 0))


@pytest.mark.parametrize("number", range(ROUNDS))
def test_acts_on_several_projects_at_once_are_all_done(at_once: Doing, number: int) -> None:
    """They write the same tables in different orders; none of them may fail for that."""
    signed, other, corrected = (f"{what}-{number}" for what in ("crossed", "beside", "corrected"))
    for own in (signed, other, corrected):
        gave(at_once, "a_project", own=own)
    assert gave(at_once, "sign", by="first", project=corrected) == "approved"
    answers = at_once(
        deed("sign", by="first", project=signed),
        deed("correct", by="corrector", project=corrected),
        deed("sign", by="second", project=other),
        deed("report", by="decheng", place="371402", investor=f"旁边{number}号有限公司"),
    )
    assert [one.get("gave") for one in answers] == ["approved", "assessment", "approved", "reported"], answers


KILLED = {
    "report": ("report", {"by": "chuzhou", "place": "341100", "investor": "断电新能源有限公司"}),
    "propose": ("propose", {"by": "steward", "project": "killed-before"}),
    "sign": ("sign", {"by": "first", "project": "killed-in-review"}),
    "correct": ("correct", {"by": "corrector", "project": "killed-signed"}),
    "decide": ("decide", {"by": "chief", "investor": "断电裁定有限公司"}),
}
PREPARED: dict[str, list[dict[str, Any]]] = {
    "report": [deed("report", by="decheng", place="371402", investor="断电新能源有限公司")],
    "propose": [deed("a_project", own="killed-before", is_in_review=False)],
    "sign": [deed("a_project", own="killed-in-review")],
    "correct": [deed("a_project", own="killed-signed"), deed("sign", by="first", project="killed-signed")],
    "decide": [
        deed("report", by="decheng", place="371402", investor="断电裁定有限公司"),
        deed("report", by="chuzhou", place="341100", investor="断电裁定有限公司"),
    ],
}


@pytest.mark.parametrize(
    "act", [pytest.param(act, marks=[] if act in ("report", "sign") else pytest.mark.slow) for act in KILLED]
)
def test_a_process_killed_after_any_of_its_writes_leaves_nothing(at_once: Doing, act: str) -> None:
    """The row without its event, or the event without its row, is never there: the act is done whole, or was not done."""
    for one in PREPARED[act]:
        gave(at_once, one["do"], **one["told"])
    do, told = KILLED[act]
    before, writes = gave(at_once, "everything"), 0
    while True:
        writes += 1
        (answer,) = at_once(deed(do, writes, **told))
        if "killed" not in answer:
            break
        assert gave(at_once, "everything") == before, f"killed after write {writes}"
    assert "gave" in answer and writes > 3, answer
    assert gave(at_once, "everything") != before


@pytest.mark.parametrize("number", range(ROUNDS // 2))
def test_two_of_one_office_report_one_investor_at_once(at_once: Doing, number: int) -> None:
    investor = f"同报{number}号装备有限公司"
    report = partial(deed, "report", place="371402", investor=investor)
    _winner, loser = winner_and_loser(at_once(report(by="decheng"), report(by="colleague")))
    assert loser["refused"] == "own_lead_open"
    assert gave(at_once, "investor_stands", investor=investor)["states"] == ["reported"]
