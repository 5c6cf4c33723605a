"""Which organisations are worth comparing: those that share a key, so that a million need no million times a million comparisons."""

import polars as pl

CROWD = 40
SHORTEST, LONGEST = 4, 16
DIGITS = r"[0-9A-Z一二三四五六七八九十甲乙丙丁]"


def candidate_pairs(parts: pl.DataFrame, aliases: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Pairs (`left`, `right`, positions, left first) to compare, and the keys passed over because too many share them.

    `parts` holds `at` (position), `code`, `name`, `core`; `aliases` holds `at` and `name` (normalised).
    """
    names = pl.concat([parts.select("at", key="name"), aliases.select("at", key="name")]).unique(maintain_order=True)
    keyed = [
        parts.select("at", key=pl.concat_str(pl.lit("\u0000"), "code")).drop_nulls(),
        names,
        parts.select("at", key=pl.concat_str(pl.lit("\u0001"), "core")),
    ]
    found = [_pairs(frame) for frame in keyed]
    near, crowded = _pairs(near_keys(parts))
    pairs = pl.concat([*(pairs for pairs, _ in found), near]).unique().sort("left", "right")
    skipped = pl.concat([crowd for _, crowd in found]).with_columns(
        pl.col("key").str.strip_prefix("\u0000").str.strip_prefix("\u0001")
    )
    return pairs, pl.concat([skipped, crowded.with_columns(key=pl.lit("(near)"))]).group_by("key").agg(
        pl.col("members").max()
    ).sort("key")


def _pairs(keyed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All pairs of positions with one key, save for keys that a crowd shares."""
    shared = keyed.drop_nulls().filter(pl.col("key").is_duplicated()).unique()
    sizes = shared.group_by("key").agg(members=pl.len())
    few = shared.join(sizes.filter(pl.col("members") <= CROWD), on="key").select("key", "at")
    pairs = few.join(few, on="key", suffix="_right").filter(pl.col("at") < pl.col("at_right"))
    return pairs.select(left="at", right="at_right"), sizes.filter(pl.col("members") > CROWD)


def near_keys(parts: pl.DataFrame) -> pl.DataFrame:
    """Keys that cores share if one character was changed, added or left out: hashes of the core less one character.

    Digits, letters and counting words are never left out: the first and the second factory are two.
    """
    long = parts.select("at", "core").filter(pl.col("core").str.len_chars().is_between(SHORTEST, LONGEST))
    keys = [long.select("at", key=pl.col("core").hash())]
    for place in range(LONGEST):
        at_place = pl.col("core").str.slice(place, 1)
        has = long.filter((pl.col("core").str.len_chars() > place) & ~at_place.str.contains(DIGITS))
        less = pl.concat_str(pl.col("core").str.slice(0, place), pl.col("core").str.slice(place + 1))
        keys.append(has.select("at", key=less.hash()))
    return pl.concat(keys)
