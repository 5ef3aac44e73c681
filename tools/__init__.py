"""What makes, checks and packs this clone."""
