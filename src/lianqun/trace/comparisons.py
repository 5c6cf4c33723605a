"""Pairs of organisation records compared: one true-or-false answer for each feature, a score, a level."""

import polars as pl
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from lianqun.tables.words import load_words

AUTOMATIC, SUGGESTED = 0.9, 0.5
SURE = ("judged_same", "same_code", "same_name", "same_parts", "form_left_out", "alias_is_name")
UNSURE_AT_MOST = 0.85
FEATURES = "identity_features.csv"
LONG_CORE = 4
SLICE = 250_000
COMPARED = [
    *(
        "id",
        "code",
        "kind",
        "parent_id",
        "place_id",
        "city",
        "english",
        "latin",
        "name",
        "core",
        "town",
        "moved",
        "places",
        "form",
    ),
    *("told", "grouped", "ending", "unit", "aside", "generic", "bare", "fits", "several_names", "several_cores", "several_forms"),
    *("sure", "aliases"),
]
SCORED = {
    **{"left": pl.UInt32, "right": pl.UInt32, "verdict": pl.String, "order": pl.UInt32, "kept": pl.UInt32},
    **{"score": pl.Float64, "level": pl.String, "features": pl.Int64},
}


def compare(pairs: pl.DataFrame, parts: pl.DataFrame, aliases: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """Pairs (`left`, `right`) with `score`, `level`, `verdict`, `order`, `kept` and the `features` that hold, as a mask of bits.

    The score is the sum of the weights in `identity_features.csv`, from 0 to 1; without one of the features of `SURE` it stays below
    the automatic level, however much else agrees. Pairs that are only near and turn out to be different are left out.
    """
    known = parts.join(aliases.filter("sure").group_by("at").agg(sure=pl.col("name").unique()), on="at", how="left")
    known = (
        known.join(aliases.group_by("at").agg(aliases=pl.col("name").unique()), on="at", how="left").sort("at").select(COMPARED)
    )
    left, right = known.select(pl.all().name.suffix("_l")), known.select(pl.all().name.suffix("_r"))
    slices = [_score(_answer(part, left[part["left"]], right[part["right"]], judged)) for part in pairs.iter_slices(SLICE)]
    return pl.concat(slices) if slices else pl.DataFrame(schema=SCORED)


def _answer(pairs: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    both = pl.concat([pairs, left, right], how="horizontal").join(judged, on=["left", "right"], how="left", maintain_order="left")
    both = both.with_columns(**_first_answers(both)).with_columns(**_second_answers()).with_columns(**_third_answers())
    return both.with_columns(pl.col(list(_weights())).fill_null(value=False))


def _weights() -> dict[str, float]:
    return {key: float(row["weight"]) for key, row in load_words(__package__, FEATURES).items()}


def _same(name: str) -> pl.Expr:
    return pl.col(f"{name}_l") == pl.col(f"{name}_r")


def _other(name: str) -> pl.Expr:
    return pl.col(f"{name}_l") != pl.col(f"{name}_r")


def _alike(name: str) -> pl.Expr:
    """Both say the same, or neither says anything."""
    return pl.col(f"{name}_l").eq_missing(pl.col(f"{name}_r"))


def _either(name: str) -> pl.Expr:
    return pl.col(f"{name}_l") | pl.col(f"{name}_r")


def _in_aliases(name: str) -> pl.Expr:
    """Whether the name of one stands in a list of the other."""
    return pl.col("name_l").is_in(f"{name}_r").fill_null(False) | pl.col("name_r").is_in(f"{name}_l").fill_null(False)


def _apart(one: str, two: str) -> pl.Expr:
    """Whether the place that `one` tells stands nowhere in the places of `two`."""
    return ~pl.col(f"places_{two}").str.contains(pl.col(f"town_{one}").str.slice(0, 2), literal=True)


def _first_answers(both: pl.DataFrame) -> dict[str, pl.Expr | pl.Series]:
    """What the columns say by themselves."""
    parent = [(pl.col(f"parent_id_{one}") == pl.col(f"id_{two}")).fill_null(False) for one, two in ("lr", "rl")]
    return {
        "judged_same": pl.col("verdict") == "same",
        "judged_different": pl.col("verdict") == "different",
        "parent_child": parent[0] | parent[1],
        "same_code": _same("code"),
        "other_code": _other("code"),
        "same_name": _same("name"),
        "alias_is_name": _in_aliases("sure") & _other("name"),
        "short_is_name": _in_aliases("aliases") & ~_in_aliases("sure") & _other("name"),
        "same_alias": (pl.col("aliases_l").list.set_intersection("aliases_r").list.len() > 0) & ~_in_aliases("aliases"),
        "near_core": _near(both),
        "same_english": _same("english"),
        "same_town": _same("town"),
        "other_prefix": _other("town") & _apart("l", "r") & _apart("r", "l"),
        "other_branch": _other("aside"),
        "other_unit": ~_alike("unit"),
        "same_seat": _same("place_id")
        | (pl.col("place_id_l") == pl.col("city_r")).fill_null(False)
        | (pl.col("place_id_r") == pl.col("city_l")).fill_null(False),
        "one_form": _same("form") | (_alike("form") & _same("ending")),
        "form_untold": pl.col("told_l") != pl.col("told_r"),
        "grouped": _other("grouped") & pl.col("told_l") & pl.col("told_r"),
        "begins": _begins("l", "r") | _begins("r", "l"),
        "ambiguous": _either("several_names") | (_either("several_cores") & (pl.col("town_l").is_null() | pl.col("town_r").is_null())),
    }  # fmt: skip


def _begins(short: str, whole: str) -> pl.Expr:
    return pl.col(f"core_{whole}").str.starts_with(pl.col(f"core_{short}")) & (pl.col(f"core_{short}").str.len_chars() > 1)


def _second_answers() -> dict[str, pl.Expr]:
    """What follows from several answers together."""
    same_core, named_otherwise = _same("core") & _other("name"), _other("name")
    whole = same_core & _alike("town") & (pl.col("moved_l") == pl.col("moved_r")) & _alike("unit") & _alike("aside")
    latin = pl.col("latin_l") | pl.col("latin_r")
    short = [pl.col(f"bare_{one}") & ~pl.col(f"bare_{two}") & _begins(one, two) & _other("core") for one, two in ("lr", "rl")]
    return {
        "same_parts": whole & pl.col("one_form") & ~_either("generic"),
        "form_left_out": whole
        & _same("town")
        & pl.col("form_untold")
        & ~_either("several_forms")
        & (pl.col("core_l").str.len_chars() >= LONG_CORE),
        "short_form": (short[0] | short[1]) & ~pl.col("near_core"),
        "several_fit": (short[0] & pl.col("fits_l")) | (short[1] & pl.col("fits_r")),
        "same_place": pl.col("same_seat"),
        "other_place": _other("city") & ~pl.col("same_seat").fill_null(False) & ~pl.col("same_town").fill_null(False),
        "incomplete": pl.col("same_name") & (_either("generic") | pl.col("bare_l")),
        "unlike_names": pl.col("same_code") & named_otherwise & ~pl.col("begins") & ~pl.col("near_core") & ~latin
        & ~pl.col("alias_is_name") & ~pl.col("short_is_name"),
        "other_form": _other("form") & pl.col("told_l") & pl.col("told_r") & ~pl.col("same_code").fill_null(False)
        & ~pl.col("grouped"),
        "other_group": pl.col("grouped"),
        "other_kind": _other("kind") & ~pl.col("same_code").fill_null(False),
    }  # fmt: skip


def _third_answers() -> dict[str, pl.Expr]:
    sure = pl.col("same_name") | pl.col("same_parts").fill_null(False) | pl.col("form_left_out").fill_null(False)
    return {
        "same_core": _same("core") & ~sure.fill_null(False) & ~pl.col("same_code").fill_null(False),
        "same_town": pl.col("same_town") & ~sure.fill_null(False),
        "several_bear_it": sure & pl.col("ambiguous") & (_same("code") | _other("code")).is_null(),
        "several_fit": pl.col("short_form") & pl.col("several_fit"),
    }


def _near(both: pl.DataFrame) -> pl.Series:
    """Whether the cores are one change of a character apart."""
    scores = cpdist(both["core_l"].to_list(), both["core_r"].to_list(), scorer=OSA.distance, score_cutoff=1)
    return pl.Series(scores == 1, dtype=pl.Boolean)


def _score(compared: pl.DataFrame) -> pl.DataFrame:
    weights = _weights()
    total = pl.sum_horizontal(pl.col(key).cast(pl.Float64) * weight for key, weight in weights.items())
    most = pl.when(pl.any_horizontal(SURE)).then(1.0).otherwise(UNSURE_AT_MOST)
    score = pl.min_horizontal(total, most).clip(0.0, 1.0).round(4)
    level = pl.when(score >= AUTOMATIC).then(pl.lit("automatic")).when(score >= SUGGESTED).then(pl.lit("suggested"))
    mask = pl.sum_horizontal(pl.col(key).cast(pl.Int64) * (1 << bit) for bit, key in enumerate(weights))
    scored = compared.with_columns(score=score, level=level.otherwise(pl.lit("different")), features=mask)
    telling = pl.col("level").ne("different") | ~(pl.col("near_core") | pl.col("short_form")) | pl.col("judged_different")
    return scored.filter(telling).select(pl.col(name).cast(dtype) for name, dtype in SCORED.items())


def word_features(masks: pl.Series) -> pl.DataFrame:
    """For each distinct mask of features their names (`names`) and the sentence they make, `reason_zh` and `reason_en`."""
    words = load_words(__package__, FEATURES)
    rows = []
    for mask in masks.unique():
        found = [row for bit, row in enumerate(words.values()) if mask >> bit & 1]
        rows.append(
            (mask, [row["key"] for row in found], "；".join(row["zh"] for row in found), "; ".join(row["en"] for row in found))
        )
    schema: dict[str, pl.DataType] = {
        "features": pl.Int64(),
        "names": pl.List(pl.String()),
        "reason_zh": pl.String(),
        "reason_en": pl.String(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
