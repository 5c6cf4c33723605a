"""Documents → claims with their place in the text."""
