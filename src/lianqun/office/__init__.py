"""The web site of the office (Django)."""
