"""The records of the office, one model a table of the open data set."""
