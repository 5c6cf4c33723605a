"""Sources, documents, statements and the evidence behind rows."""
