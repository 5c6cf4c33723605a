"""What is done with documents and statements."""
