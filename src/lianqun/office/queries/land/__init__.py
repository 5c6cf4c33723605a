"""Projects and leads as they stand: rules, reviews, signatures, clocks, first reports, what waits for whom."""
