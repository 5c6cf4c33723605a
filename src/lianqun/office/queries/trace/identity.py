"""Which organisation records are one organisation, by the judgements that stand."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import polars as pl
from django.core.cache import cache
from django.db.models import Count, Q

from lianqun.office.accounts.models import User
from lianqun.office.evidence.models import Judgement, Statement
from lianqun.office.queries.rows.realm import of_realm, realm_name
from lianqun.office.queries.rows.version import tables_version
from lianqun.office.queries.rows.visible import visible_to
from lianqun.office.queries.rows.whole_tables import frame_of, models_by_table
from lianqun.office.registry.models import Organization, Placement, Project
from lianqun.trace import identify

COMPARED = ("organizations", "aliases", "judgements", "places")
MOST_COMPARED, MOST_ASKED = 20_000, 200
Pair = tuple[str, str, float, bool, str, str]


def standing(verdict: str) -> list[tuple[str, str]]:
    """Pairs (left, right) of all judgements of a verdict that were not taken back, oldest first."""
    found = Judgement.objects.filter(verdict=verdict, undone_at=None).order_by("at", "id")
    return list(found.values_list("left_id", "right_id"))


def group_of(organization_id: str) -> frozenset[str]:
    """Ids of all records held to be this organisation, itself included."""
    return groups_of([organization_id])


def groups_of(organization_ids: Iterable[str]) -> frozenset[str]:
    """Ids of all records held to be any of these organisations, themselves included."""
    group = set(organization_ids)
    edge = set(group)
    while edge:
        touching = Judgement.objects.filter(Q(left_id__in=edge) | Q(right_id__in=edge), verdict="same", undone_at=None)
        edge = {end for pair in touching.values_list("left_id", "right_id") for end in pair} - group
        group |= edge
    return frozenset(group)


def canonical_ids(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Merged id → the id that stands for its group: the left side wins, over chains of merges. Others are left out."""
    stands: dict[str, str] = {}

    def root(one: str) -> str:
        while one in stands:
            one = stands[one]
        return one

    for left, right in pairs:
        kept, gone = root(left), root(right)
        if kept != gone:
            stands[gone] = kept
    return {gone: root(gone) for gone in stands}


def judged_different(left_id: str, right_id: str) -> bool:
    """Whether any record of the one group was judged different from any record of the other."""
    left, right = group_of(left_id), group_of(right_id)
    both_ways = Q(left_id__in=left, right_id__in=right) | Q(left_id__in=right, right_id__in=left)
    return Judgement.objects.filter(both_ways, verdict="different", undone_at=None).exists()


@dataclass(frozen=True, slots=True)
class Question:
    """Two records that may be one organisation, why it is thought so, and whether it is as good as certain."""

    left: Organization
    right: Organization
    score: float
    is_sure: bool
    reason_zh: str
    reason_en: str

    @property
    def pk(self) -> str:
        """What names this pair on a page."""
        return f"{self.left.pk}~{self.right.pk}"


def read_questions(user: User) -> list[Question]:
    """What is to be decided about who is who, the surest first: worked out once for each version of the data."""
    key = f"identity:{tables_version(COMPARED)}:{realm_name()}"
    pairs: list[Pair] | None = cache.get(key)
    if pairs is None:
        pairs = _find_pairs()
        cache.set(key, pairs)
    ids = {one for pair in pairs for one in pair[:2]}
    rows = visible_to(user, Organization.objects.filter(pk__in=list(ids)).select_related("place", "parent"))
    found = {row.pk: row for row in rows} if ids else {}
    both = (pair for pair in pairs if pair[0] in found and pair[1] in found)
    weight = _rows_of(found)
    return [
        Question(*_richer_first(found[one], found[two], weight), score, sure, zh, en) for one, two, score, sure, zh, en in both
    ]


def _rows_of(ids: Collection[str]) -> Counter[str]:
    """How many rows hang on each organisation."""
    weight: Counter[str] = Counter()
    for model, column in ((Placement, "organization_id"), (Project, "organization_id"), (Statement, "subject_id")):
        rows = model._default_manager.filter(**{f"{column}__in": list(ids)}).order_by()
        weight.update(dict(rows.values_list(column).annotate(n=Count("pk"))))
    return weight


def _richer_first(one: Organization, two: Organization, weight: Counter[str]) -> tuple[Organization, Organization]:
    """The record on which more hangs stands for both."""
    return (two, one) if weight[two.pk] > weight[one.pk] else (one, two)


def too_many_to_compare() -> bool:
    """Whether comparing all organisations takes longer than a person waits for a page."""
    return of_realm(Organization.objects.all()).count() > MOST_COMPARED


def _find_pairs() -> list[Pair]:
    if too_many_to_compare():
        return []
    models = models_by_table()
    found = identify({table: frame_of(of_realm(models[table]._default_manager.order_by("pk"))) for table in COMPARED})
    sure = found.merged().filter(~pl.col("features").list.contains("judged_same"))
    every = pl.concat([sure, found.questions()]).head(MOST_ASKED)
    columns = every.select("left_id", "right_id", "score", pl.col("level") == "automatic", "reason_zh", "reason_en")
    return list(columns.iter_rows())
