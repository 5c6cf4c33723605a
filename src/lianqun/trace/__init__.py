"""Claims → who is who, who stands on which link; the chain graph."""
