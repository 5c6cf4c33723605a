"""Tables coming in and going out."""
