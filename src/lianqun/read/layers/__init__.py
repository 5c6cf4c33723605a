"""Layers of spans laid over the main text: structure, quantities, times, places, organisations, people."""
