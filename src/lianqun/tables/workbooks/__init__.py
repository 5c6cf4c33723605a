"""Excel and CSV as people write and read them: opened with bounds, heads and cells understood, rows compared, files written."""
