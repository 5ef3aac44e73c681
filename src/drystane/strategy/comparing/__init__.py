"""Two editions held against each other: what stayed and what became of the rest. No Django."""
