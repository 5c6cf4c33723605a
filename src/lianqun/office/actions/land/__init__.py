"""Moves of projects, and what goes with them: reviews, signatures, statuses, amounts, documents; and acts on leads."""
