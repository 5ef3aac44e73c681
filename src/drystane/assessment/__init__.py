"""Self-assessment: what a group says of itself, what two groups agree on, and the gaps that follow."""
