"""Migrations of the tables of this package."""
