"""Pairs that are one → groups of records, each with the record that stands for it."""

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl
import rustworkx as rx

Pair = tuple[int, int, int | None]


def group(pairs: Iterable[Pair], codes: list[str | None], different: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Position → the position that stands for it, for every record in a group of several.

    `pairs` (left, right, the side that a judgement keeps or None) join in their order. Nothing is joined through others that was
    judged different or has different codes, save by a judgement. The judged side stands for the group; else a record with a code,
    then the earlier one. Groups in which nothing can be in conflict are joined at once, the others pair by pair.
    """
    every, apart = list(pairs), list(different)
    roots = _components(every)
    doubtful = {roots[one] for pair in apart for one in pair if one in roots}
    doubtful |= {roots[left] for left, _, kept in every if kept is not None}
    first: dict[int, str] = {}
    for member, root in roots.items():
        code = codes[member]
        if code is not None and first.setdefault(root, code) != code:
            doubtful.add(root)
    careful = _Groups(codes, apart)
    for left, right, kept in every:
        if roots[left] in doubtful:
            careful.join(left, right, kept)
    best: dict[int, int] = {}
    for member, root in roots.items():
        if root not in doubtful:
            best[root] = min(best.get(root, member), member, key=lambda at: (codes[at] is None, at))
    return careful.stands_for() | {member: best[root] for member, root in roots.items() if root in best}


def group_carefully(pairs: Iterable[Pair], codes: list[str | None], different: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The same as `group`, every pair one by one: the plain reference that the fast way is tested against."""
    groups = _Groups(codes, different)
    for pair in pairs:
        groups.join(*pair)
    return groups.stands_for()


def _components(pairs: Sequence[Pair]) -> dict[int, int]:
    """Position → one position of its connected component."""
    ends = np.array([(left, right) for left, right, _ in pairs], dtype=np.int64).reshape(-1, 2)
    # Numbered without gaps: the graph would make a node, and a set of one, of every position that stands in no pair.
    positions, numbered = np.unique(ends, return_inverse=True)
    members = positions.tolist()
    graph: rx.PyGraph[None, None] = rx.PyGraph()
    graph.extend_from_edge_list([(left, right) for left, right in numbered.reshape(-1, 2).tolist()])
    return {members[at]: members[root] for one in rx.connected_components(graph) for root in (min(one),) for at in one}


class _Groups:
    """Groups of records that grow by joining, unless a judgement or two credit codes keep them apart."""

    def __init__(self, codes: list[str | None], different: Iterable[tuple[int, int]]) -> None:
        self._codes = codes
        self._root: dict[int, int] = {}
        self._members: dict[int, set[int]] = {}
        self._apart: dict[int, set[int]] = {}
        for left, right in different:
            self._apart.setdefault(left, set()).add(right)
            self._apart.setdefault(right, set()).add(left)

    def join(self, left: int, right: int, kept: int | None) -> None:
        """Make one group of two; a judgement (`kept` is its left side) joins even different codes."""
        one, two = self._root.get(left, left), self._root.get(right, right)
        if one == two or self._kept_apart(one, two, judged=kept is not None):
            return
        stays = self._root.get(kept, kept) if kept is not None else min(one, two, key=self._rank)
        goes = two if stays == one else one
        members = self._members.setdefault(stays, {stays})
        members |= self._members.pop(goes, {goes})
        self._root |= dict.fromkeys(members, stays)

    def _rank(self, at: int) -> tuple[bool, int]:
        return self._codes[at] is None, at

    def _kept_apart(self, one: int, two: int, *, judged: bool) -> bool:
        ones, twos = self._members.get(one, {one}), self._members.get(two, {two})
        if any(not self._apart.get(member, set()).isdisjoint(twos) for member in ones):
            return True
        codes = {self._codes[member] for member in ones | twos} - {None}
        return not judged and len(codes) > 1

    def stands_for(self) -> dict[int, int]:
        """Position → position of the record that stands for the group."""
        return self._root


def members_of(stands_for: dict[int, int], ids: pl.Series) -> pl.DataFrame:
    """Every record's `id` and the `canonical_id` of the record that stands for it, in the order given."""
    every = pl.Series([stands_for.get(at, at) for at in range(len(ids))], dtype=pl.UInt32)
    return pl.DataFrame({"id": ids, "canonical_id": ids.gather(every)})
