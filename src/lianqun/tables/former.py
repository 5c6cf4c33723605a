"""What older data sets said with words that the dictionary no longer has, said with those of today."""

import polars as pl

# Until version 2 of the dictionary a project that was given up stood at a stage of its own, which hid how far it had come.
STOPPED = "stopped"
REACHED_BY = (
    ("full_output_on", "full_output"),
    ("produced_on", "production"),
    ("started_on", "construction"),
    ("signed_on", "signed"),
)


def in_words_of_today(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The cells of a table with former words replaced: a stopped project is one that was terminated at the last stage it has a day of."""
    if table != "projects" or frame.schema.get("stage") != pl.String or frame.filter(pl.col("stage") == STOPPED).is_empty():
        return frame
    is_stopped = pl.col("stage") == STOPPED
    reached = pl.lit("lead")
    for column, stage in reversed(REACHED_BY):
        if column in frame.columns:
            reached = pl.when(pl.col(column).is_not_null()).then(pl.lit(stage)).otherwise(reached)
    status = pl.col("status") if "status" in frame.columns else pl.lit(None, pl.String)
    return frame.with_columns(
        stage=pl.when(is_stopped).then(reached).otherwise(pl.col("stage")),
        status=pl.when(is_stopped).then(pl.lit("terminated")).otherwise(status),
    )
