"""What is said of a kind of map besides its drawing: each map's module says it of itself, as `KIND`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MapKind:
    """A kind of map: its rank among the maps and its key after `g`.

    `tables` are those that it draws beyond the chains with their links, organisations and projects; `shows_states` says that the
    states of links can be filtered on it, `counts_below` that it shows the places below the chosen one as well.
    """

    rank: int
    key: str
    tables: tuple[str, ...] = ()
    shows_states: bool = False
    counts_below: bool = False
