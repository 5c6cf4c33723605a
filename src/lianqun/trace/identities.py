"""Which organisation records are one organisation: merged by code, alias and name, each with a score that is explained."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl
from rapidfuzz.distance import OSA

from lianqun.tables.words import load_words
from lianqun.trace.candidates import candidate_pairs
from lianqun.trace.names import normalized, take_apart

AUTOMATIC, SUGGESTED = 0.9, 0.5
FEATURES = "identity_features.csv"
PAIR_SCHEMA = {
    "left_id": pl.String(),
    "right_id": pl.String(),
    "score": pl.Float64(),
    "level": pl.String(),
    "features": pl.List(pl.String()),
    "reason_zh": pl.String(),
    "reason_en": pl.String(),
}


@dataclass(frozen=True, slots=True)
class Identities:
    """Who is who.

    `pairs`: every pair compared, best first, with its `level` (automatic, suggested, different), `score` from 0 to 1, the `features`
    it is made of and the reason in both languages. `members`: every record's `id` and the `canonical_id` of the record that stands
    for it. `passed_over`: keys that too many records share to compare them all.
    """

    pairs: pl.DataFrame
    members: pl.DataFrame
    passed_over: pl.DataFrame


def identify(tables: Mapping[str, pl.DataFrame]) -> Identities:
    """Compare organisations that share a key and merge those that are surely one. Tables: organizations, aliases, judgements, places.

    A judgement decides its pair, so taking the judgement back takes its merge back. Nothing is merged through others that was judged
    different or has different credit codes. In a group the left side of a judgement stands for the right; else the record with
    a code, then the earlier one.
    """
    parts = _parts(tables)
    aliases = _aliases(tables, parts)
    judged = _judged(tables, parts)
    pairs, passed_over = candidate_pairs(parts, aliases)
    compared = _features(pl.concat([pairs, judged.select("left", "right")]).unique(["left", "right"]), parts, aliases, judged)
    scored = _scored(compared)
    merging = scored.filter(pl.col("level") == "automatic").sort(
        [pl.col("verdict").is_null(), pl.col("order"), -pl.col("score"), pl.col("left"), pl.col("right")]
    )
    stands_for = _merge(merging, scored.filter(pl.col("verdict") == "different"), parts)
    return Identities(_worded(scored, parts), _members(stands_for, parts), passed_over)


def _parts(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Organisations with their position and their names taken apart."""
    organizations = tables["organizations"]
    apart = take_apart(organizations["name_zh"], tables["places"]["name_zh"].drop_nulls().to_list())
    columns = organizations.select("id", "place_id", "kind", "parent_id", code="credit_code", english="name_en")
    return pl.concat([columns, apart], how="horizontal").with_row_index("at")


def _aliases(tables: Mapping[str, pl.DataFrame], parts: pl.DataFrame) -> pl.DataFrame:
    frame = tables["aliases"].select("organization_id", "alias").with_columns(name=normalized(tables["aliases"]["alias"]))
    return frame.join(parts.select("id", "at"), left_on="organization_id", right_on="id").select("at", "name")


def _judged(tables: Mapping[str, pl.DataFrame], parts: pl.DataFrame) -> pl.DataFrame:
    """Standing judgements as positions, `order` by time; the latest of a pair holds. `kept` is the side that stands for both."""
    standing = tables["judgements"].filter(pl.col("undone_at").is_null()).sort("at", "id").with_row_index("order")
    at = parts.select("id", "at")
    found = standing.select("order", "verdict", "left_id", "right_id")
    found = found.join(at.rename({"at": "a"}), left_on="left_id", right_on="id")
    found = found.join(at.rename({"at": "b"}), left_on="right_id", right_on="id").filter(pl.col("a") != pl.col("b"))
    pairs = found.select("order", "verdict", left=pl.min_horizontal("a", "b"), right=pl.max_horizontal("a", "b"), kept="a")
    return pairs.sort("order").unique(["left", "right"], keep="last", maintain_order=True)


def _features(pairs: pl.DataFrame, parts: pl.DataFrame, aliases: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """Pairs with one true-or-false column for each feature."""
    left = parts.rename({name: f"{name}_l" for name in parts.columns})
    right = parts.rename({name: f"{name}_r" for name in parts.columns})
    both = pairs.join(left, left_on="left", right_on="at_l").join(right, left_on="right", right_on="at_r")
    both = both.join(judged, on=["left", "right"], how="left")
    known = aliases.group_by("at").agg(pl.col("name").unique())
    both = both.join(known.rename({"name": "aliases_l"}), left_on="left", right_on="at", how="left")
    both = both.join(known.rename({"name": "aliases_r"}), left_on="right", right_on="at", how="left")
    both = both.with_columns(near=_near(both))
    truths = {name: truth.fill_null(False) for name, truth in _questions().items()}
    return both.select("left", "right", "verdict", "order", "kept", "id_l", "id_r", **truths)


def _questions() -> dict[str, pl.Expr]:
    """Feature → the question asked of a pair."""

    def same(name: str) -> pl.Expr:
        return pl.col(f"{name}_l") == pl.col(f"{name}_r")

    def other(name: str) -> pl.Expr:
        return pl.col(f"{name}_l") != pl.col(f"{name}_r")

    def apart(name: str) -> pl.Expr:
        one, two = pl.col(f"{name}_l"), pl.col(f"{name}_r")
        return ~(one.str.contains(two.str.slice(0, 2), literal=True) | two.str.contains(one.str.slice(0, 2), literal=True))

    alias = pl.col("name_l").is_in("aliases_r").fill_null(False) | pl.col("name_r").is_in("aliases_l").fill_null(False)
    return {
        "judged_same": pl.col("verdict") == "same",
        "judged_different": pl.col("verdict") == "different",
        "parent_child": (pl.col("parent_id_l") == pl.col("id_r")).fill_null(False)
        | (pl.col("parent_id_r") == pl.col("id_l")).fill_null(False),
        "same_code": same("code"),
        "other_code": other("code"),
        "same_name": same("name"),
        "alias_is_name": alias & other("name"),
        "same_alias": (pl.col("aliases_l").list.set_intersection("aliases_r").list.len() > 0) & ~alias,
        "same_core": same("core") & other("name"),
        "near_core": pl.col("near") & other("core"),
        "same_english": same("english"),
        "same_place": same("place_id"),
        "other_place": other("place_id"),
        "other_prefix": apart("prefix"),
        "other_branch": apart("branch"),
        "other_kind": other("kind"),
    }


def _near(both: pl.DataFrame) -> pl.Series:
    """Whether the cores are one change of a character apart."""
    cores = both.select("core_l", "core_r").iter_rows()
    return pl.Series([OSA.distance(one, two, score_cutoff=1) == 1 for one, two in cores], dtype=pl.Boolean)


def _scored(compared: pl.DataFrame) -> pl.DataFrame:
    weights = {key: float(row["weight"]) for key, row in load_words(__package__, FEATURES).items()}
    total = pl.sum_horizontal(pl.col(key).cast(pl.Float64) * weight for key, weight in weights.items())
    features = pl.concat_list(pl.when(key).then(pl.lit(key)) for key in weights).list.drop_nulls()
    score = total.clip(0.0, 1.0).round(4)
    level = pl.when(score >= AUTOMATIC).then(pl.lit("automatic")).when(score >= SUGGESTED).then(pl.lit("suggested"))
    scored = compared.with_columns(score=score, features=features, level=level.otherwise(pl.lit("different")))
    telling = pl.col("level").ne("different") | ~pl.col("near_core") | pl.col("judged_different")
    return scored.filter(telling).drop(weights)


def _merge(merging: pl.DataFrame, different: pl.DataFrame, parts: pl.DataFrame) -> dict[int, int]:
    """Position → the position that stands for it, for every record in a group of several."""
    groups = _Groups(parts.select("code"), different.select("left", "right").iter_rows())
    for left, right, kept in merging.select("left", "right", "kept").iter_rows():
        groups.join(left, right, kept)
    return groups.stands_for()


class _Groups:
    """Groups of records that grow by joining, unless a judgement or two credit codes keep them apart."""

    def __init__(self, codes: pl.DataFrame, different: Iterable[tuple[int, int]]) -> None:
        self._codes = codes["code"]
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


def _members(stands_for: Mapping[int, int], parts: pl.DataFrame) -> pl.DataFrame:
    position = pl.col("at").replace(dict(stands_for)) if stands_for else pl.col("at")
    standing = parts.select("id", canonical=position)
    return standing.join(parts.select(canonical="at", canonical_id="id"), on="canonical", maintain_order="left").select(
        "id", "canonical_id"
    )


def _worded(scored: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """The pairs with their reasons in words, written once for each combination of features."""
    words = load_words(__package__, FEATURES)
    ordered = scored.sort([-pl.col("score"), pl.col("left"), pl.col("right")])
    joined = ordered.with_columns(combination=pl.col("features").list.join(","))
    combinations = joined["combination"].unique(maintain_order=True).to_list()
    zh = {one: "；".join(words[key]["zh"] for key in one.split(",") if key) for one in combinations}
    en = {one: "; ".join(words[key]["en"] for key in one.split(",") if key) for one in combinations}
    reasons = {
        "reason_zh": pl.col("combination").replace_strict(zh, return_dtype=pl.String),
        "reason_en": pl.col("combination").replace_strict(en, return_dtype=pl.String),
    }
    worded = joined.with_columns(**reasons) if joined.height else joined.with_columns(reason_zh=pl.lit(""), reason_en=pl.lit(""))
    return worded.rename({"id_l": "left_id", "id_r": "right_id"}).select(
        pl.col(name).cast(dtype) for name, dtype in PAIR_SCHEMA.items()
    )
