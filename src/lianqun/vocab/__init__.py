"""The words: tables, columns, codes, units, regions and the shape of a claim. Data and frozen dataclasses, no algorithms."""
