"""A data set on disk: load, check, save."""
