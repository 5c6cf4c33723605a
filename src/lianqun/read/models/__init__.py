"""Models that may be installed beside the rules; without them everything works."""
