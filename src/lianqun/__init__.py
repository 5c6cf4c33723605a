"""Lianqun (链群): one graph of a region's industry chains, and one walk along it."""
