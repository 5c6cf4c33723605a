"""Where sources say different things of one subject, attribute and time, beyond rounding; and which of them holds."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import Case, Count, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce

from lianqun.office.accounts.models import User
from lianqun.office.evidence.models import Judgement, Statement
from lianqun.office.queries.rows.keeping import keep
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.trace.keeping_times import kind_of, single_attributes
from lianqun.trace import Figure, compare

HOLDS = "holds"
GRADES = "ABCD"
MOST_GROUPS = 30
MOST_SIDES = 10
MOST_RIVALS = 200
DAYS_A_MONTH = 30.44
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

    @property
    def rivals(self) -> list[Statement]:
        """Those whose value is not that of the first."""
        return [side for side in self.sides[1:] if differ(self.sides[0], side)]


def read_conflicts(user: User, on: date, *, decided: bool = False) -> list[Conflict]:
    """The conflicts that wait for a person, or those a person has decided; by subject and attribute, the first thirty."""
    return keep(user, "conflicts", on.isoformat(), str(decided), make=lambda: _read_conflicts(user, on, decided))


def _read_conflicts(user: User, on: date, decided: bool) -> list[Conflict]:
    rows = _candidates(user)
    groups = _groups(_numbers(rows), "value_number", decided) | _groups(_texts(rows), "value_text", decided)
    sides = [side for group in groups.values() for side in group]
    standing = _judgements([side.pk for side in sides])
    preferred = {(one.left_id, one.right_id) for one in standing}
    found = [_order(group, on, preferred, standing) for _key, group in sorted(groups.items())]
    return [conflict for conflict in found if bool(conflict.decided) == decided]


def find_rivals(user: User, statement: Statement) -> list[Statement]:
    """The accepted and proposed statements that say something else of the same thing."""
    who = Q(subject=statement.subject) | (Q(subject_id=statement.subject_id) if statement.subject_id else Q())
    alike = {name: getattr(statement, name) for name in KEY[1:]}
    rows = _candidates(user).filter(who, **alike).exclude(pk=statement.pk)
    return [row for row in rows[:MOST_RIVALS] if differ(statement, row) and _other_source(statement, row)]


def rank(statement: Statement, on: date, preferred: Collection[tuple[str, str]]) -> tuple[object, ...]:
    """What decides which of several statements holds, the smallest first.

    Accepted before proposed; a person's decision; an official's word until the keeping time of its kind is over; the grade
    of the source (A before D); the later publication; the later review.
    """
    document = statement.passage.document if statement.passage else None
    chosen = any(left == statement.pk for left, _right in preferred)
    beaten = any(right == statement.pk for _left, right in preferred)
    grade = GRADES.find(document.source.grade) if document else (-1 if _word_stands(statement, on) else len(GRADES))
    published = document.published_on if document else None
    seen = statement.reviewed_at.timestamp() if statement.reviewed_at else 0
    return (
        statement.status != "accepted",
        beaten,
        not chosen,
        grade,
        -(published.toordinal() if published else 0),
        -seen,
        statement.pk,
    )


def _word_stands(statement: Statement, on: date) -> bool:
    """Whether a person's word still stands: it ends after the time for which its kind keeps."""
    said = statement.first_seen_at or statement.reviewed_at
    kind = kind_of(statement.claim_type, statement.attribute)
    return bool(said and kind and (on - said.date()).days <= kind.months * DAYS_A_MONTH)


def holds_over(statement_ids: Iterable[str]) -> set[tuple[str, str]]:
    """Pairs (holds, gives way) that people decided among these statements and did not take back."""
    return {(one.left_id, one.right_id) for one in _judgements(list(statement_ids))}


def differ(left: Statement, right: Statement) -> bool:
    """Whether no value fits both, as printed; texts differ where they are not the same."""
    if left.value_number is None or right.value_number is None:
        return left.value_number is right.value_number and left.value_text != right.value_text
    return compare(_figure(left), _figure(right)) == "differs"


def _figure(one: Statement) -> Figure:
    assert one.value_number is not None
    return Figure(one.value_number, one.unit, one.qualifier, one.value_upper)


def _other_source(left: Statement, right: Statement) -> bool:
    """Two documents, or a document and a person's word; undated claims only where the documents are of one year."""
    ends = [side.passage.document if side.passage else None for side in (left, right)]
    if ends[0] == ends[1]:
        return False
    years = {end.published_on.year for end in ends if end and end.published_on}
    return bool(left.period) or len(years) <= 1


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
    return {key: sides for key, sides in found.items() if _disagree(sides)}


def _disagree(sides: list[Statement]) -> bool:
    return any(differ(left, right) and _other_source(left, right) for left, right in combinations(sides, 2))


def _judgements(ids: list[str]) -> list[Judgement]:
    found = Judgement.objects.filter(verdict=HOLDS, undone_at=None, left_id__in=ids, right_id__in=ids)
    return list(found.order_by("at", "id")) if ids else []


def _order(group: list[Statement], on: date, preferred: set[tuple[str, str]], standing: list[Judgement]) -> Conflict:
    ids = {side.pk for side in group}
    own = [one for one in standing if one.left_id in ids and one.right_id in ids]
    sides = sorted(group, key=lambda side: rank(side, on, preferred))
    conflict = Conflict(sides, [])
    beaten = {one.right_id for one in own if one.left_id == sides[0].pk}
    return Conflict(sides, own) if own and all(rival.pk in beaten for rival in conflict.rivals) else conflict
