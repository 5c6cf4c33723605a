"""Projects as they stand: rules, reviews, signatures, what waits for whom."""
