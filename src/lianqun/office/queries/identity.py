"""Which organisation records are one organisation, by the judgements that stand."""

from collections.abc import Iterable

from django.db.models import Q

from lianqun.office.evidence.models import Judgement


def standing(verdict: str) -> list[tuple[str, str]]:
    """Pairs (left, right) of all judgements of a verdict that were not taken back, oldest first."""
    found = Judgement.objects.filter(verdict=verdict, undone_at=None).order_by("at", "id")
    return list(found.values_list("left_id", "right_id"))


def group_of(organization_id: str) -> frozenset[str]:
    """Ids of all records held to be this organisation, itself included."""
    group, edge = {organization_id}, {organization_id}
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
