"""What is seen first of many links, and in which order."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from lianqun.maps.folding import AT_MOST, Fold, fold, place_of
from lianqun.maps.ordering import lay_columns, order_columns
from lianqun.maps.scene import STATES, Flow, Link

LINKS = st.lists(
    st.builds(
        Link,
        id=st.integers(0, 10_000).map(str),
        name_zh=st.just("环节"),
        stage=st.sampled_from(["upstream", "midstream", "downstream"]),
        parent_id=st.sampled_from(["", "a", "b", "c"]),
        column=st.integers(0, 9),
        state=st.sampled_from(STATES),
        is_key=st.booleans(),
    ),
    unique_by=lambda link: link.id,
    max_size=60,
)


def link(number: int, **rest: object) -> Link:
    return Link(id=f"l{number:02}", name_zh=f"环节{number}", stage="upstream", **rest)  # type: ignore[arg-type]


def inside(entries: Sequence[Link | Fold]) -> list[str]:
    return [one.id for entry in entries for one in (entry.links() if isinstance(entry, Fold) else (entry,))]


@given(LINKS)
def test_folding_loses_nothing_and_shows_few(links: list[Link]) -> None:
    entries = fold(links, key="k")
    assert sorted(inside(entries)) == sorted(one.id for one in links)
    assert len(entries) <= AT_MOST
    assert set(place_of(entries)) == {one.id for one in links}


def test_few_links_are_not_folded() -> None:
    links = [link(n) for n in range(AT_MOST)]
    assert fold(links, key="k") == tuple(links)


def test_gaps_and_key_links_are_seen_first() -> None:
    links = [link(n) for n in range(20)] + [link(20, state="absent"), link(21, is_key=True)]
    shown = [one.id for one in fold(links, key="k") if isinstance(one, Link)]
    assert shown[-2:] == ["l20", "l21"]


def test_the_rest_says_how_many() -> None:
    rest = fold([link(n) for n in range(19)], key="k")[-1]
    assert isinstance(rest, Fold) and len(rest) == 13 and rest.counts == (0, 0, 0, 13)


@given(LINKS, st.integers(1, 7))
def test_columns_keep_every_link_and_the_walk(links: list[Link], most: int) -> None:
    columns = lay_columns(links, [], most=most)
    assert sorted(one.id for column in columns for one in column) == sorted(one.id for one in links)
    stages = [column[0].stage for column in columns]
    assert stages == sorted(stages, key=["upstream", "midstream", "downstream"].index)
    assert len(columns) <= max(most, 3)


def test_order_removes_a_crossing() -> None:
    left, right = [link(1), link(2)], [link(3), link(4)]
    ordered = order_columns([left, right], [Flow("l01", "l04"), Flow("l02", "l03")])
    assert [one.id for one in ordered[1]] in (["l04", "l03"], ["l03", "l04"])
    firsts, seconds = [one.id for one in ordered[0]], [one.id for one in ordered[1]]
    assert (firsts.index("l01") < firsts.index("l02")) == (seconds.index("l04") < seconds.index("l03"))
