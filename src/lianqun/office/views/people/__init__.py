"""Signing in, one's account, people, the log, help."""
