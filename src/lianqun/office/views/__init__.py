"""Screens: a request in, a page out; no rules and no writing here."""
