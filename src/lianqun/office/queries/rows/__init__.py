"""The ground of every query: what may be seen, for which place and chain, on which version of the data, kept how long."""
