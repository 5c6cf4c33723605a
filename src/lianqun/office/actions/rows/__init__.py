"""The ground of every action: its shape, its refusals, and rows written to the database."""
