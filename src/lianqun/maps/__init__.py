"""What is drawn: the five maps, each a pure `draw`."""
