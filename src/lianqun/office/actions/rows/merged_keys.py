"""A key that leads to another row since two were made one holds no row of its own: what the door refuses about that."""

from collections.abc import Container

import polars as pl
from django.utils.translation import gettext_lazy as _

from lianqun.office.actions.rows.refusals import Refused, filled
from lianqun.office.queries.rows.merged import merged_among
from lianqun.office.queries.rows.row_names import name_of
from lianqun.office.queries.rows.whole_tables import models_by_table
from lianqun.vocab.dictionary import tables

STEP = 400


def refuse_merged(table: str, frame: pl.DataFrame, standing: Container[str], merges: pl.DataFrame | None) -> None:
    """Raise Refused where a row would be written anew whose key leads to another; `merges` are written with it and may say it was split."""
    if not tables()[table].merged_by:
        return
    new = [one for one in frame["id"] if one not in standing]
    split = (
        set() if merges is None else set(merges.filter(pl.col("split_at").is_not_null(), pl.col("table") == table)["merged_id"])
    )
    for start in range(0, len(new), STEP):
        for old, kept in merged_among(table, new[start : start + STEP]).items():
            if old not in split:
                sentence = _("“%(old)s” was merged into “%(row)s” and leads there; write that row, or split the two first.")
                raise Refused("merged", filled(sentence, {"old": old, "row": name_of(table, kept)}), status=422)


def refuse_standing(table: str, frame: pl.DataFrame) -> None:
    """Raise Refused where a merge is written whose merged row is here all the same."""
    if table != "merges":
        return
    for other, merged_id in frame.filter(pl.col("split_at").is_null()).select("table", "merged_id").iter_rows():
        if other in tables() and models_by_table()[other]._default_manager.filter(pk=merged_id).exists():
            sentence = _("“%(row)s” is a row of its own here, and cannot lead to another as well; merge the two here first.")
            raise Refused("not_merged_here", filled(sentence, {"row": name_of(other, merged_id)}), status=422)
