"""Pages of lists and of the search."""
