"""Kinds of file: the bytes of each become pages or sheets of prose and tables."""
