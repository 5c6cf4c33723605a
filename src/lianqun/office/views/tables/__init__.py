"""Imports, exports and jobs."""
