"""Prose: the spans of the layers put together into what a sentence claims, as `grids` does with what a row of a table claims."""
