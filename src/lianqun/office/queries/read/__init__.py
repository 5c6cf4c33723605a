"""What pages of reading need: documents, statements, their review."""
