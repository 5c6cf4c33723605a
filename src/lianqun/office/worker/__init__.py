"""The process that does the queued work, one job after another."""
