"""A chain → present, weak, absent, unknown."""
