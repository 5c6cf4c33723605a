"""Tables and data sets taken in and out."""
