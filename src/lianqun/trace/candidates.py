"""Which organisations are worth comparing: those that share a key, so that a million need no million times a million comparisons."""

import polars as pl

CROWD = 40
SHORTEST, LONGEST = 4, 16
SHORT_FORMS = range(2, 7)
DIGITS = r"[0-9A-Z一二三四五六七八九十甲乙丙丁]"
TWINS = ("name", "code", "place_id", "kind", "english", "parent_id")


def candidate_pairs(parts: pl.DataFrame, aliases: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Pairs (`left`, `right`, positions, left first) to compare, and the keys passed over because too many share them.

    `parts` holds `at` (position), `id` and the columns of a name taken apart, with `code`, `city` and the columns of `TWINS`;
    `aliases` holds `at` and `name` (normalised). A crowd of one code, one name or one set of parts is compared neighbour with
    neighbour, in the order of codes and places; any other crowd is passed over and told.
    """
    one = parts.unique(TWINS, keep="first", maintain_order=True)
    names = pl.concat([parts.select("at", key="name"), aliases.select("at", key="name")])
    exact = [
        parts.select("at", key="code"),
        names,
        one.select("at", key=pl.concat_str("core", "town", "form", "unit", separator="|", ignore_nulls=True)),
    ]
    loose = {
        "": one.select("at", key="core"),
        "city": one.select("at", key=pl.concat_str("core", "city", separator="|")),
        "english": one.select("at", key="english"),
        "short": _short_keys(one),
        "near": near_keys(one),
    }
    order = parts.select("at", rank=pl.struct(pl.col("code").fill_null("~"), "place_id", "at").rank("ordinal"))
    found = [_pairs(keyed) for keyed in loose.values()]
    pairs = [*(_pairs(keyed)[0] for keyed in exact), *(_neighbours(keyed, order) for keyed in exact), *(few for few, _ in found)]
    told = [
        crowd if name == "" else crowd.with_columns(key=pl.lit(f"({name})"))
        for name, (_, crowd) in zip(loose, found, strict=True)
    ]
    passed_over = pl.concat([crowd for crowd in told if crowd.height] or [told[0]])
    return pl.concat(pairs).unique().sort("left", "right"), passed_over.group_by("key").agg(pl.col("members").max()).sort("key")


def _shared(keyed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows whose key somebody else has too, hashed keys for speed; and the sizes of their keys."""
    rows = keyed.drop_nulls().unique()
    sizes = rows.group_by("key").agg(members=pl.len()).filter(pl.col("members") > 1)
    return rows, sizes


def _pairs(keyed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All pairs of positions with one key, save for keys that a crowd shares."""
    rows, sizes = _shared(keyed)
    few = rows.join(sizes.filter(pl.col("members") <= CROWD), on="key").select("key", "at")
    pairs = few.join(few, on="key", suffix="_right").filter(pl.col("at") < pl.col("at_right"))
    crowds = sizes.filter(pl.col("members") > CROWD).with_columns(pl.col("key").cast(pl.String))
    return pairs.select(left="at", right="at_right").unique(), crowds


def _neighbours(keyed: pl.DataFrame, order: pl.DataFrame) -> pl.DataFrame:
    """In each crowd of a key, every position with the next."""
    rows, sizes = _shared(keyed)
    crowd = rows.join(sizes.filter(pl.col("members") > CROWD), on="key").join(order, on="at").sort("key", "rank")
    pairs = crowd.select("at", before=pl.col("at").shift().over("key")).drop_nulls()
    return pairs.select(left=pl.min_horizontal("at", "before"), right=pl.max_horizontal("at", "before"))


def _short_keys(parts: pl.DataFrame) -> pl.DataFrame:
    """Keys that a name without a legal form shares with whole names that begin like it."""
    short = parts.filter(pl.col("ending").is_null() & pl.col("form").is_null()).select("at", key="core")
    whole = parts.filter(pl.col("ending").is_not_null()).select("at", "core")
    begun = [
        whole.filter(pl.col("core").str.len_chars() > length).select("at", key=pl.col("core").str.slice(0, length))
        for length in SHORT_FORMS
    ]
    return pl.concat([short, *(keys.join(short.select("key").unique(), on="key", how="semi") for keys in begun)])


def short_fits(parts: pl.DataFrame) -> pl.DataFrame:
    """For each `core` of a name without a legal form how many other cores of whole names begin with it: `fits`."""
    whole = _short_keys(parts).join(parts.select("at", "core"), on="at").filter(pl.col("core") != pl.col("key"))
    return whole.group_by(core="key").agg(fits=pl.col("core").n_unique())


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
