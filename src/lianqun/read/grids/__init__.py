"""Grids: tables in the text, their heads, units and totals, and what their rows claim."""
