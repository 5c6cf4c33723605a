"""Where sources say different things of one subject, attribute and time, beyond rounding; and which of them holds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce

from lianqun.office.accounts.models import User
from lianqun.office.evidence.models import Judgement, Statement
from lianqun.office.queries.rows.caching import cached
from lianqun.office.queries.rows.visible import visible_to
from lianqun.trace import Side, contradict, is_conflict, is_decided, order_sides, single_attributes
from lianqun.trace.conflicts import figure_of

HOLDS = "holds"
MOST_GROUPS = 30
MOST_SIDES = 10
MOST_RIVALS = 200
READS = ("statements", "passages", "documents", "sources", "judgements")
KEY = ("who", "attribute", "period", "region", "modality")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Statements that cannot all be true, the one that holds first.

    `decided` are the judgements by which a person said which one holds; empty while the rule of grades decides.
    """

    sides: list[Statement]
    decided: list[Judgement]

    @property
    def holds(self) -> Statement | None:
        """The accepted statement that holds now; None while none is accepted."""
        return next((side for side in self.sides if side.status == "accepted"), None)


def read_conflicts(user: User, on: date, *, decided: bool = False) -> list[Conflict]:
    """The conflicts that wait for a person, or those a person has decided; by subject and attribute, the first thirty."""
    return cached(user, "conflicts", on.isoformat(), str(decided), make=lambda: _read_conflicts(user, on, decided), reads=READS)


def _read_conflicts(user: User, on: date, decided: bool) -> list[Conflict]:
    rows = _candidates(user)
    groups = _groups(_numbers(rows), "value_number", decided) | _groups(_texts(rows), "value_text", decided)
    sides = [side for group in groups.values() for side in group]
    standing = _judgements([side.pk for side in sides])
    found = [_order(group, on, standing) for _key, group in sorted(groups.items())]
    return [conflict for conflict in found if bool(conflict.decided) == decided]


def find_rivals(user: User, statement: Statement) -> list[Statement]:
    """The accepted and proposed statements that say something else of the same thing."""
    who = Q(subject=statement.subject) | (Q(subject_id=statement.subject_id) if statement.subject_id else Q())
    alike = {name: getattr(statement, name) for name in KEY[1:]}
    rows = _candidates(user).filter(who, **alike).exclude(pk=statement.pk)
    own = side_of(statement)
    return [row for row in rows[:MOST_RIVALS] if contradict(own, side_of(row))]


def side_of(statement: Statement) -> Side:
    """What a statement brings to a conflict, as `lianqun.trace` weighs it."""
    document = statement.passage.document if statement.passage else None
    said = statement.first_seen_at or statement.reviewed_at
    return Side(
        id=statement.pk,
        claim_type=statement.claim_type,
        attribute=statement.attribute,
        status=statement.status,
        value_text=statement.value_text,
        figure=figure_of(statement.value_number, statement.unit, statement.qualifier, statement.value_upper),
        period=statement.period,
        document_id=document.pk if document else "",
        grade=document.source.grade if document else "",
        published_on=document.published_on if document else None,
        said_on=said.date() if said else None,
        reviewed=statement.reviewed_at.timestamp() if statement.reviewed_at else 0,
    )


def holds_over(statement_ids: Iterable[str]) -> set[tuple[str, str]]:
    """Pairs (holds, gives way) that people decided among these statements and did not take back."""
    return _pairs(_judgements(list(statement_ids)))


def _pairs(judgements: Iterable[Judgement]) -> set[tuple[str, str]]:
    return {(one.left_id, one.right_id) for one in judgements}


def _candidates(user: User) -> QuerySet[Statement]:
    rows = visible_to(user, Statement.objects.filter(status__in=("accepted", "proposed")))
    who = Case(When(subject_id="", then=F("subject")), default=F("subject_id"), output_field=TextField())
    return rows.annotate(who=who).select_related("passage__document__source")


def _numbers(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    return rows.exclude(value_number=None)


def _texts(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    single = Q(pk__in=[])
    for claim_type, attribute in single_attributes():
        single |= Q(claim_type=claim_type, attribute=attribute)
    return rows.filter(single, value_number=None)


def _groups(rows: QuerySet[Statement], value: str, decided: bool) -> dict[tuple[str, ...], list[Statement]]:
    """Statements by what they speak of, where their values differ between sources: the database finds the few that may.

    What gave way to another by a person's decision no longer counts, unless the decided ones are asked for.
    """
    given_way = Judgement.objects.filter(verdict=HOLDS, undone_at=None).values("right_id")
    if decided:
        found_keys = rows.order_by().filter(pk__in=given_way).values_list(*KEY).distinct()
    else:
        origin = Coalesce("passage__document_id", Value(""))
        counted = rows.order_by().exclude(pk__in=given_way).values_list(*KEY)
        found_keys = counted.annotate(n=Count(value, distinct=True), origins=Count(origin, distinct=True)).filter(
            n__gt=1, origins__gt=1
        )
    keys = {row[: len(KEY)] for row in found_keys.order_by(*KEY)[:MOST_GROUPS]}
    if not keys:
        return {}
    found: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    wanted = Q(pk__in=[])
    for key in keys:
        wanted |= Q(**dict(zip(KEY, key, strict=True)))
    for row in rows.filter(wanted, attribute__in={key[1] for key in keys}).order_by("-status", "-pk"):
        key = tuple(getattr(row, name) for name in KEY)
        if len(found[key]) < MOST_SIDES:
            found[key].append(row)
    return {key: sides for key, sides in found.items() if is_conflict([side_of(side) for side in sides])}


def _judgements(ids: list[str]) -> list[Judgement]:
    found = Judgement.objects.filter(verdict=HOLDS, undone_at=None, left_id__in=ids, right_id__in=ids)
    return list(found.order_by("at", "id")) if ids else []


def _order(group: list[Statement], on: date, standing: list[Judgement]) -> Conflict:
    """The group with the one that holds first, and the judgements that decide it, if they decide all of it."""
    rows = {side.pk: side for side in group}
    ordered = order_sides([side_of(side) for side in group], on, _pairs(standing))
    own = [one for one in standing if one.left_id in rows and one.right_id in rows]
    return Conflict([rows[side.id] for side in ordered], own if is_decided(ordered, _pairs(own)) else [])
