"""The only door through which anything is written."""
