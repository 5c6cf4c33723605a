"""Which organisation records are one organisation: merged by code, alias and name, each with a score that is explained."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from lianqun.trace.candidates import candidate_pairs, short_fits
from lianqun.trace.comparisons import AUTOMATIC, SUGGESTED, compare, word_features
from lianqun.trace.groups import group, members_of
from lianqun.trace.names import normalized, take_apart
from lianqun.vocab.credit_codes import is_valid

__all__ = ["AUTOMATIC", "SUGGESTED", "Identities", "identify"]
PAIR_SCHEMA = {
    "left_id": pl.String(),
    "right_id": pl.String(),
    "score": pl.Float64(),
    "level": pl.String(),
    "features": pl.List(pl.String()),
    "reason_zh": pl.String(),
    "reason_en": pl.String(),
}
GROUPS = ("group", "share_group")


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

    def questions(self) -> pl.DataFrame:
        """What a person has to decide: of the suggested pairs the best one between any two groups, and none within a group."""
        stands = self.members
        asked = self.pairs.filter(pl.col("level") == "suggested")
        asked = asked.join(stands.rename({"canonical_id": "one"}), left_on="left_id", right_on="id", maintain_order="left")
        asked = asked.join(stands.rename({"canonical_id": "two"}), left_on="right_id", right_on="id", maintain_order="left")
        between = asked.filter(pl.col("one") != pl.col("two"))
        between = between.with_columns(first=pl.min_horizontal("one", "two"), second=pl.max_horizontal("one", "two"))
        return between.unique(["first", "second"], keep="first", maintain_order=True).drop("first", "second", "one", "two")

    def merged(self) -> pl.DataFrame:
        """For each record that another stands for the pair that joined it to its group, best first; each record once."""
        stands = self.members.filter(pl.col("id") != pl.col("canonical_id"))
        sure = self.pairs.filter(pl.col("level") == "automatic")
        flipped = sure.rename({"left_id": "right_id", "right_id": "left_id"}).select(sure.columns)
        joined = pl.concat([sure, flipped]).join(stands, left_on="right_id", right_on="id")
        joined = joined.with_columns(direct=pl.col("left_id") == pl.col("canonical_id"))
        best = joined.sort("direct", "score", "right_id", "left_id", descending=[True, True, False, False])
        return best.unique("right_id", keep="first", maintain_order=True).drop("direct", "canonical_id")


def identify(tables: Mapping[str, pl.DataFrame]) -> Identities:
    """Compare organisations that share a key and merge those that are surely one. Tables: organizations, aliases, judgements, places.

    A judgement decides its pair, so taking the judgement back takes its merge back. Nothing is merged through others that was judged
    different or has different credit codes. In a group the left side of a judgement stands for the right; else the record with
    a code, then the earlier one. Codes whose check character is wrong count as unknown.
    """
    parts = _parts(tables)
    aliases = _aliases(tables, parts)
    judged = _judged(tables, parts)
    pairs, passed_over = candidate_pairs(parts, aliases)
    every = pl.concat([pairs, judged.select("left", "right")]).unique(["left", "right"])
    compared = compare(every.sort("left", "right"), parts, aliases, judged)
    merging = compared.filter(pl.col("level") == "automatic").sort(
        [pl.col("verdict").is_null(), pl.col("order"), -pl.col("score"), pl.col("left"), pl.col("right")]
    )
    different = compared.filter(pl.col("verdict") == "different").select("left", "right")
    stands_for = group(merging.select("left", "right", "kept").iter_rows(), parts["code"].to_list(), different.iter_rows())
    return Identities(_worded(compared, parts["id"]), members_of(stands_for, parts["id"]), passed_over)


def _parts(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Organisations with their position, their names taken apart, and how many others bear the same."""
    organizations, places = tables["organizations"], tables["places"]
    apart = take_apart(organizations["name_zh"], places["name_zh"].drop_nulls().to_list())
    columns = organizations.select(
        "id", "place_id", "kind", "parent_id", code=_valid(organizations["credit_code"]), told_english=normalized(organizations["name_en"])
    )  # fmt: skip
    parts = pl.concat([columns, apart], how="horizontal").with_row_index("at")
    parts = parts.join(_cities(places), on="place_id", how="left", maintain_order="left")
    parts = parts.join(short_fits(parts), on="core", how="left", maintain_order="left")
    return parts.with_columns(
        fits=pl.col("fits").fill_null(0) > 1,
        english=pl.coalesce("told_english", "english"),
        latin=pl.col("name").str.contains(r"^[A-Z&()]+$"),
        bare=pl.col("ending").is_null() & (pl.col("form").is_null() | (pl.col("form").eq("company") & ~pl.col("placed"))),
        told=pl.col("form").is_not_null() & (pl.col("form") != "company"),
        grouped=pl.col("form").is_in(GROUPS),
        places=pl.coalesce("prefix", "town"),
        several_names=pl.col("code").drop_nulls().n_unique().over("name") > 1,
        several_cores=pl.max_horizontal(pl.col(one).drop_nulls().n_unique().over("core") for one in ("town", "code")) > 1,
        several_forms=pl.col("form").filter(pl.col("form") != "company").n_unique().over("core", "town") > 1,
    )


def _valid(codes: pl.Series) -> pl.Series:
    """Codes with the right check character; null for the others."""
    right = [code is not None and is_valid(code) for code in codes]
    return codes.zip_with(pl.Series(right, dtype=pl.Boolean), pl.Series([None], dtype=pl.String))


def _cities(places: pl.DataFrame) -> pl.DataFrame:
    """`place_id` → the prefecture in which it lies (`city`); provinces have none."""
    level, above = dict(places.select("id", "level").iter_rows()), dict(places.select("id", "parent_id").iter_rows())

    def city(one: str | None) -> str | None:
        seen: set[str] = set()
        while one is not None and level.get(one) != "prefecture":
            seen.add(one)
            one = None if above.get(one) in seen else above.get(one)
        return one

    return pl.DataFrame(
        {"place_id": list(level), "city": [city(one) for one in level]}, schema={"place_id": pl.String, "city": pl.String}
    )


def _aliases(tables: Mapping[str, pl.DataFrame], parts: pl.DataFrame) -> pl.DataFrame:
    """Recorded aliases and those noted behind names as `at`, `name` and whether it is `sure`: a noted short form is not."""
    frame = tables["aliases"].select("organization_id", name=normalized(tables["aliases"]["alias"]))
    recorded = frame.join(parts.select("id", "at"), left_on="organization_id", right_on="id").select(
        "at", "name", sure=pl.lit(value=True)
    )
    noted = [
        parts.select("at", name=kind, sure=pl.lit(value=kind == "former")).drop_nulls("name") for kind in ("former", "short")
    ]
    return pl.concat([recorded, *noted]).filter(pl.col("name").str.len_chars() > 1)


def _judged(tables: Mapping[str, pl.DataFrame], parts: pl.DataFrame) -> pl.DataFrame:
    """Standing judgements as positions, `order` by time; the latest of a pair holds. `kept` is the side that stands for both."""
    standing = tables["judgements"].filter(pl.col("undone_at").is_null()).sort("at", "id").with_row_index("order")
    at = parts.select("id", "at")
    found = standing.select("order", "verdict", "left_id", "right_id")
    found = found.join(at.rename({"at": "a"}), left_on="left_id", right_on="id")
    found = found.join(at.rename({"at": "b"}), left_on="right_id", right_on="id").filter(pl.col("a") != pl.col("b"))
    pairs = found.select("order", "verdict", left=pl.min_horizontal("a", "b"), right=pl.max_horizontal("a", "b"), kept="a")
    return pairs.sort("order").unique(["left", "right"], keep="last", maintain_order=True)


def _worded(compared: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    """The pairs, best first, with their features and reasons in words."""
    ordered = compared.sort([-pl.col("score"), pl.col("left"), pl.col("right")])
    worded = ordered.join(word_features(ordered["features"]), on="features", how="left", maintain_order="left")
    named = worded.with_columns(left_id=ids.gather(worded["left"]), right_id=ids.gather(worded["right"]), features="names")
    return named.select(pl.col(name).cast(dtype) for name, dtype in PAIR_SCHEMA.items())
