"""Pages of tracing: organisations, names, conflicts, and why."""
