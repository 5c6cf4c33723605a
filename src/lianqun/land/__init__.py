"""A project from lead to full output: stages as dated data."""
