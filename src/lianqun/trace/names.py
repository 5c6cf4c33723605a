"""Names of organisations taken apart: what is written differently without meaning another organisation."""

from collections.abc import Iterable
from functools import cache

import opencc
import polars as pl

from lianqun.tables.words import load_words
from lianqun.vocab.regions import regions

DROPPED = r"[\s·•・,，.。'’\"“”、\-–—]"
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF


def normalized(names: pl.Series) -> pl.Series:
    """Names with full-width, Traditional and lower-case letters unified and blanks and points dropped; brackets stay."""
    narrow = names.str.normalize("NFKC").str.replace_all(DROPPED, "").str.to_uppercase()
    simple = simplified_characters()
    return narrow.str.replace_many(list(simple), list(simple.values()))


@cache
def simplified_characters() -> dict[str, str]:
    """Traditional character → Simplified, one to one."""
    every = "".join(map(chr, range(FIRST_HAN, LAST_HAN + 1)))
    simple = opencc.OpenCC("t2s").convert(every)
    return {one: other for one, other in zip(every, simple, strict=True) if one != other}


def take_apart(names: pl.Series, places: Iterable[str] = ()) -> pl.DataFrame:
    """For each name its `name` (normalised), `core`, `prefix` (places in front), `branch` (in brackets), `ending`, `is_place`.

    Null where there is none. `ending` is the word at the end that makes a name complete: a legal form, 集团, 大学, 局 and so on.

    The core is what is left without brackets, legal form and places in front. Universities, banks, offices and the like keep the
    place, for it is what tells them apart; so does a name of which less than two characters would be left.
    """
    frame = pl.DataFrame({"name": normalized(names)})
    bare = pl.col("name").str.replace_all(r"\([^()]*\)", "")
    stem = bare.str.replace(f"(?:{_any('legal_forms.csv')})$", "")
    front = place_pattern(frozenset(places))
    rest = stem.str.replace(front, "")
    parts = frame.with_columns(
        stem=stem,
        rest=rest,
        front=stem.str.extract(f"({front})"),
        branch=pl.col("name").str.extract(r"\(([^()]+)\)"),
        bare=bare,
        keeps=bare.str.contains(f"(?:{_any('institutions.csv')})$") | (rest.str.len_chars() < 2),
    )
    return parts.select(
        "name",
        core=pl.when("keeps").then("stem").otherwise("rest"),
        prefix=pl.when(~pl.col("keeps")).then("front"),
        branch="branch",
        ending=pl.col("bare").str.extract(f"({_any('legal_forms.csv')}|集团|{_any('institutions.csv')})$").replace("公司", None),
        is_place=pl.col("name").str.contains(f"{front}$"),
    )


def _any(file: str) -> str:
    return "|".join(load_words(__package__, file))


@cache
def place_pattern(places: frozenset[str]) -> str:
    """A pattern for one to three names of places at the beginning: provinces, prefectures, counties, and those given."""
    full = {region.name for region in regions().values() if region.level in ("province", "prefecture", "county")} | places
    known = {region.name for region in regions().values() if region.level in ("province", "prefecture")} | places
    short = {short_place(name) for name in known}
    words = sorted({word for word in full | short if len(word) >= 2} | {"中国"}, key=lambda word: (-len(word), word))
    return f"^(?:{'|'.join(word.replace('(', '').replace(')', '') for word in words)}){{1,3}}"


def short_place(name: str) -> str:
    """The place without the word for its level: 滁州市 → 滁州; unchanged where less than two characters would be left."""
    for ending in load_words(__package__, "place_endings.csv"):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name
