"""Plans: actions: who promised what by when."""
