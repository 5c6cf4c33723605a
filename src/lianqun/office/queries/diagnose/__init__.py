"""Chains and links as they stand in a place."""
