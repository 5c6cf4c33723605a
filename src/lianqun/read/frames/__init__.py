"""Frames: spans put together into what a sentence claims."""
