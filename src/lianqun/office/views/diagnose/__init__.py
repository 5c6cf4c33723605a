"""Pages of chains, links and places."""
