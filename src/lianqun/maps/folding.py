"""What is seen first of many links: at most seven entries, the rest folded under their parent or under "more"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lianqun.maps.scene import STATES, Link

AT_MOST = 7
ALONE = {state: tuple(int(one == state) for one in STATES) for state in STATES}
GAP_RANK = {"absent": 0, "weak": 1, "present": 2, "unknown": 3}


@dataclass(frozen=True, slots=True)
class Fold:
    """Entries folded into one. `parent_id` names the link they share; it is empty for the remainder of a long list.

    `counts` says how many links inside, however deep, are present, weak, absent, unknown; `weight` is that of the most telling.
    Both are put together from the entries: folds of a long list stand in one another, and each would walk all links below it.
    """

    key: str
    parent_id: str
    entries: tuple["Entry", ...]
    counts: tuple[int, ...] = field(init=False)
    weight: tuple[bool, int, int] = field(init=False)

    def __post_init__(self) -> None:
        parts = [entry.counts if isinstance(entry, Fold) else ALONE[entry.state] for entry in self.entries]
        object.__setattr__(self, "counts", tuple(map(sum, zip(*parts, strict=True))))
        object.__setattr__(self, "weight", min(map(_weight, self.entries)))

    def __len__(self) -> int:
        return sum(self.counts)

    def links(self) -> Iterator[Link]:
        """All links inside, however deep, in order."""
        for entry in self.entries:
            yield from entry.links() if isinstance(entry, Fold) else (entry,)


Entry = Link | Fold


def fold(links: Sequence[Link], *, key: str, at_most: int = AT_MOST) -> tuple[Entry, ...]:
    """At most `at_most` entries for links standing together, in their given order; gaps and key links are seen first."""
    if len(links) <= at_most:
        return tuple(links)
    return _shorten(_by_parent(links, key), key, at_most)


def _by_parent(links: Sequence[Link], key: str) -> tuple[Entry, ...]:
    """Links that share a parent become one fold where the first of them stood; a link alone under its parent stays."""
    families: dict[str, list[Link]] = {}
    for link in links:
        families.setdefault(link.parent_id or f"={link.id}", []).append(link)
    if len(families) == 1:
        return tuple(links)
    return tuple(_family(parent, members, key) for parent, members in families.items())


def _family(parent: str, members: Sequence[Link], key: str) -> Entry:
    if len(members) == 1:
        return members[0]
    inside = f"{key}/{parent}"
    return Fold(inside, parent, fold(members, key=inside))


def _weight(entry: Entry) -> tuple[bool, int, int]:
    """Key links first, then gaps, then by organisations; folds count as their most telling link."""
    if isinstance(entry, Fold):
        return entry.weight
    return not entry.is_key, GAP_RANK[entry.state], -entry.organizations


def _shorten(entries: Sequence[Entry], key: str, at_most: int) -> tuple[Entry, ...]:
    """The most telling entries stay in place; the others go into one fold at the end, folded again inside."""
    ranked = sorted(range(len(entries)), key=lambda at: (_weight(entries[at]), at))
    # who is left out ranks behind those shown, level by level, so one ranking serves all folds inside one another
    levels = []
    while len(ranked) > at_most:
        levels.append(sorted(ranked[: at_most - 1]))
        ranked = ranked[at_most - 1 :]
    inside = tuple(entries[at] for at in sorted(ranked))
    for depth in range(len(levels), 0, -1):
        inside = (*(entries[at] for at in levels[depth - 1]), Fold(key + "+" * depth, "", inside))
    return inside


def place_of(entries: Sequence[Entry]) -> Mapping[str, tuple[str, ...]]:
    """Link → keys of the folds around it, outermost first."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        if isinstance(entry, Fold):
            found |= {link_id: (entry.key, *keys) for link_id, keys in place_of(entry.entries).items()}
        else:
            found[entry.id] = ()
    return found
