"""Acts done at one instant by processes of their own, on whatever database the environment names.

Run as a module it reads one line after another, each a list of deeds as JSON, and answers each with a line: what became of them. Every
deed is a child, forked before anything has touched the database or started a thread, and waits for the instant that all of them share.
"""

import hashlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.db import connection
from tests.factories import load_tiny_data_set, make_user

from lianqun.office.accounts.models import AuditEvent, TableVersion, User
from lianqun.office.actions.land import attachments, disputes, leads, moves, signing
from lianqun.office.actions.rows.refusals import Refused
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.office.registry.models import Lead, LeadDispute, Project, ProjectEvent, Signature, StageReview

ON = date(2024, 3, 1)
WRITES = ("INSERT", "UPDATE", "DELETE")
SOON = 0.04


def begin() -> None:
    """The tables, the tiny data set, and the people who act."""
    call_command("migrate", verbosity=0)
    load_tiny_data_set()
    for name, role, place in (
        ("steward", "steward", "371400"),
        ("promotion", "promotion", "371400"),
        ("corrector", "statistician", "371400"),
        ("decheng", "promotion", "371402"),
        ("colleague", "steward", "371402"),
        ("chuzhou", "promotion", "341100"),
        ("chief", "chief", ""),
        ("first", "approver", "371400"),
        ("second", "approver", "371400"),
    ):
        make_user(username=name, role=role, place_id=place)
    User.objects.filter(username__in=("first", "second")).update(office="county_investment")


def a_project(own: str, *, is_in_review: bool = True) -> None:
    """A project that lacks nothing to be signed, its stage handed in if it is to be."""
    known = {"name_zh": f"项目{own}", "place_id": "371400", "chain_id": "dz-ic", "organization_id": "org-a", "kind": "service"}
    project = Project.objects.create(id=own, stage="assessment", builds=False, investment_wan_yuan=Decimal(20_000), **known)
    for tag in ("agreement", "assessment_minutes"):
        attachments.attach(by=person("steward"), project=project, proves=tag, name=f"{tag}.pdf", data=own.encode())
    if is_in_review:
        propose("steward", own)


def person(name: str) -> User:
    return User.objects.get(username=name)


def propose(by: str, project: str) -> str:
    to = {"project": Project.objects.get(pk=project), "to": "signed", "on": ON}
    return str(moves.propose(by=person(by), **to, reason="").state)


def review_of(project: str) -> StageReview:
    found = StageReview.objects.filter(project=project).select_related("project").order_by("pk").first()
    assert found is not None
    return found


def sign(by: str, project: str, verdict: str = "agreed") -> str:
    review = review_of(project)
    done = signing.sign(by=person(by), review=review, project=review.project, verdict=verdict, opinion="经核对")
    return str(done.state)


def withdraw(by: str, project: str) -> str:
    review = review_of(project)
    return str(moves.withdraw(by=person(by), review=review, project=review.project).state)


def correct(by: str, project: str, to: str = "assessment") -> str:
    moves.correct(by=person(by), project=Project.objects.get(pk=project), to=to, reason="误录")
    return to


def report(by: str, place: str, investor: str) -> str:
    return str(leads.report(by=person(by), place_id=place, values={"investor_name": investor}).state)


def decide(by: str, investor: str) -> str:
    dispute = LeadDispute.objects.select_related("lead", "other_lead").get(lead__investor_name=investor)
    return str(disputes.decide(by=person(by), dispute=dispute, winner=dispute.lead, reason="首报在先").state)


def project_stands(own: str) -> dict[str, Any]:
    """The stage of a project, the states of its reviews, how many signatures and events there are, and how often its stage changed."""
    return {
        "stage": Project.objects.get(pk=own).stage,
        "reviews": sorted(StageReview.objects.filter(project=own).values_list("state", flat=True)),
        "signatures": Signature.objects.filter(review__project=own).count(),
        "events": ProjectEvent.objects.filter(project=own).count(),
        "changes": AuditEvent.objects.filter(subject=f"projects/{own}", after__has_key="stage", type="row.update").count(),
    }


def investor_stands(investor: str) -> dict[str, Any]:
    """The states of an investor's leads; its disputes, as the place that was first by instant and event, and the one held to be so."""
    found = list(Lead.objects.filter(investor_name=investor))
    event = {one.pk: AuditEvent.objects.get(type="lead.reported", subject=f"leads/{one.pk}").pk for one in found}
    told = LeadDispute.objects.filter(lead__investor_name=investor).select_related("lead")
    return {
        "states": [one.state for one in found],
        "first": min(found, key=lambda one: (one.reported_at, event[one.pk])).place_id,
        "held_first": [one.lead.place_id for one in told],
    }


def everything() -> str:
    """All rows of all tables and of the log, as one number."""
    models = [*models_by_table().values(), AuditEvent, TableVersion]
    rows = [list(model._default_manager.order_by("pk").values_list()) for model in models]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


DEEDS: dict[str, Callable[..., Any]] = {
    one.__name__: one
    for one in (begin, a_project, propose, sign, withdraw, correct, report, decide, project_stands, investor_stands, everything)
}


def killed_after(writes: int) -> Callable[..., Any]:
    """Kill this very process once it has written so often, as the power going off would."""
    left = writes

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        done = execute(sql, params, many, context)
        if sql.startswith(WRITES):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return done

    return watch


def done(deed: dict[str, Any], at: float) -> dict[str, Any]:
    """Do a deed at an instant. Returns what it gave, or the code and sentence with which it was refused, or what went wrong."""
    with ExitStack() as watched:
        if deed.get("kill_after"):
            watched.enter_context(connection.execute_wrapper(killed_after(deed["kill_after"])))
        connection.ensure_connection()
        time.sleep(max(0.0, at - time.time()))
        try:
            return {"gave": DEEDS[deed["do"]](**deed.get("told", {}))}
        except Refused as refusal:
            return {"refused": refusal.code, "sentence": refusal.sentence}
        except Exception as error:
            return {"wrong": f"{type(error).__name__}: {error}"}


def child(deed: dict[str, Any], at: float) -> tuple[int, int]:
    """A process that does a deed; its number, and where to read its answer."""
    reads, writes = os.pipe()
    own = os.fork()
    if own:
        os.close(writes)
        return own, reads
    os.write(writes, json.dumps(done(deed, at)).encode())
    os._exit(0)


def at_once(deeds: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Do deeds at one instant, each in a process of its own. One that was killed says nothing but that."""
    at = time.time() + SOON
    children = [child(deed, at) for deed in deeds]
    answers = []
    for own, reads in children:
        with os.fdopen(reads, "rb") as file:
            told = file.read()
        os.waitpid(own, 0)
        answers.append(json.loads(told) if told else {"killed": True})
    return answers


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(at_once(json.loads(line))), flush=True)
