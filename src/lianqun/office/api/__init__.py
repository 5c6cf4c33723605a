"""The typed REST interface."""
