"""The slice of the database that a map draws."""
