"""Names of organisations taken apart: what is written differently without meaning another organisation."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

import opencc
import polars as pl

from lianqun.tables.words import load_words
from lianqun.vocab.regions import regions

DROPPED = r"[\s·•・,，.。'’\"“”*＊、\-–—]"
BRACKETS = {"〔": "(", "〕": ")", "【": "(", "】": ")", "[": "(", "]": ")", "(集团)": "集团", "(控股)": "控股"}
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF
LATIN = r"\(?([A-Z&]{8,})\)?$"
COUNTED = r"[0-9一二三四五六七八九十百]+"
INNER = r"(?:公司|集团|大学|学院|医院|银行|科学院)(.{2,})$"


def normalized(names: pl.Series) -> pl.Series:
    """Names with full-width, Traditional and lower-case letters unified and blanks and points dropped; brackets stay."""
    narrow = names.str.normalize("NFKC").str.replace_all(DROPPED, "").str.to_uppercase()
    simple = {**simplified_characters(), **BRACKETS}
    return narrow.str.replace_many(list(simple), list(simple.values()))


@cache
def simplified_characters() -> dict[str, str]:
    """Traditional character → Simplified, one to one."""
    every = "".join(map(chr, range(FIRST_HAN, LAST_HAN + 1)))
    simple = opencc.OpenCC("t2s").convert(every)
    return {one: other for one, other in zip(every, simple, strict=True) if one != other}


def take_notes(names: pl.Series) -> pl.DataFrame:
    """For each name its `name` (normalised, without notes) and what was noted behind it: `former`, `short`, `english`; null where nothing.

    `former` is another full name, earlier or later: 甲公司（原乙公司）, 乙公司（现更名为甲公司）.
    """
    patterns = {kind: row["pattern"] for kind, row in load_words(__package__, "name_notes.csv").items()}
    name = pl.col("name")
    bare = name.str.replace_all("|".join(patterns.values()), "")
    behind = bare.str.extract(r"\p{Han}\)?" + LATIN)
    frame = normalized(names).alias("name").to_frame().with_columns(
        former=pl.coalesce(name.str.extract(patterns["former"]), name.str.extract(patterns["now"])),
        short=name.str.extract(patterns["short"]),
        english=pl.coalesce(behind, name.str.extract(r"^([A-Z&()]+)$")),
        name=pl.when(behind.is_null()).then(bare).otherwise(bare.str.replace(LATIN, "")),
    )  # fmt: skip
    return frame.with_columns(
        name=pl.when(name == "").then(normalized(names)).otherwise(name.str.replace("管理委员会$", "管委会"))
    )


def take_apart(names: pl.Series, places: Iterable[str] = ()) -> pl.DataFrame:
    """For each name its parts, null where there is none.

    `name` (normalised, without notes), `core`, `prefix` (places in front), `branch` (in brackets), `ending` (the word that makes a name
    complete: a legal form, 集团, 大学, 局 …), `form` (class of the legal form), `town` (smallest place told before the core or in
    brackets, short), `moved` (that place stands in brackets), `aside` (what else stands in brackets), `unit` (what follows an inner
    公司 or 大学: 第一分公司, 研究院), `placed` (a place is told), `generic`, `is_place`; `former`, `short`, `english` as `take_notes` gives them.

    The core is what is left without brackets, legal form and places in front. Universities, banks, offices and the like keep the
    place (without 省, 市), for it is what tells them apart; so does a name of which only words of trade would be left.
    """
    front = place_pattern(frozenset(places))
    name, rest, stem = pl.col("name"), pl.col("rest"), pl.col("stem")
    frame = take_notes(names).with_columns(bare=name.str.replace_all(r"\([^()]*\)", ""), branch=name.str.extract(r"\(([^()]+)\)"))
    frame = frame.with_columns(stem=pl.col("bare").str.replace(f"(?:{_any('legal_forms.csv')})$", ""))
    frame = frame.with_columns(
        front=stem.str.extract(f"({front})"),
        rest=stem.str.replace(front, ""),
        ending=_ending(),
        unit=pl.col("bare").str.extract(INNER),
    )
    frame = frame.with_columns(
        **_places(frame, front),
        form=_form(),
        generic=rest.str.contains(f"^(?:{_any('trades.csv')}|{_any('institutions.csv')}|{COUNTED})*$"),
        institution=pl.col("bare").str.contains(f"(?:{_any('institutions.csv')})$") | (rest.str.len_chars() < 2),
    ).with_columns(keeps=pl.col("institution") | (pl.col("generic") & pl.col("front").is_not_null()))
    return frame.select(
        "name", "branch", "ending", "form", "unit", "former", "short", "english",
        placed=pl.col("fronts").is_not_null() | pl.col("within").is_not_null(),
        core=pl.when("keeps").then(pl.concat_str(pl.col("fronts").fill_null(""), rest)).otherwise(rest),
        prefix=pl.when(~pl.col("keeps")).then("front"),
        town=pl.coalesce(pl.when(~pl.col("keeps")).then("before"), "within"),
        moved=pl.col("within").is_not_null() & (pl.col("keeps") | pl.col("before").is_null()),
        aside=pl.when(pl.col("within").is_null()).then(_aside()),
        generic=pl.col("generic") & (pl.col("front").is_null() | (rest == "")),
        is_place=name.str.contains(f"{front}$"),
    )  # fmt: skip


def _ending() -> pl.Expr:
    found = pl.col("bare").str.extract(f"({_any('legal_forms.csv')}|集团|分公司|厂|合作社|{_any('institutions.csv')})$")
    return found.replace("公司", None)


def _form() -> pl.Expr:
    """The class of the legal form; 集团 alone is a group, and a partnership says so in brackets."""
    classes = {form: row["class"] for form, row in load_words(__package__, "legal_forms.csv").items()} | {"集团": "group"}
    written = pl.coalesce(
        pl.col("bare").str.extract(f"({_any('legal_forms.csv')}|集团)$"), pl.col("name").str.extract(r"(\((?:普通|有限)合伙\))$")
    )
    return pl.when(~pl.col("bare").str.ends_with("分公司")).then(
        written.replace_strict(classes, default=None, return_dtype=pl.String)
    )


def _aside() -> pl.Expr:
    return pl.when(~pl.col("branch").str.contains("^(?:普通|有限)合伙$")).then("branch")


def _places(frame: pl.DataFrame, front: str) -> dict[str, pl.Expr]:
    """`fronts` (places in front, short), `before` (the smallest of them) and `within` (the smallest in brackets), worked out once each."""
    fronts = {one: _short_places(one, front) for one in frame["front"].drop_nulls().unique()}
    within = {one: _short_places(one, front) for one in frame["branch"].drop_nulls().unique() if re.fullmatch(front, one)}
    return {
        "fronts": _mapped("front", {one: "".join(words) for one, words in fronts.items()}),
        "before": _mapped("front", {one: words[-1] for one, words in fronts.items()}),
        "within": _mapped("branch", {one: words[-1] for one, words in within.items()}),
    }


def _mapped(column: str, words: Mapping[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(dict(words), default=None, return_dtype=pl.String) if words else pl.lit(None, pl.String)


def _short_places(written: str, front: str) -> list[str]:
    """安徽省滁州市 → 安徽, 滁州."""
    one, found = front.replace("{1,3}", ""), []
    while match := re.match(one, written):
        found.append(short_place(match[0]))
        written = written[match.end() :]
    return found or [written]


def _any(file: str) -> str:
    return "|".join(map(re.escape, load_words(__package__, file)))


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
