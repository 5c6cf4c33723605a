"""Rows for pages: reads only, filtered by what the person may see."""
