"""Partners: organisations, groups, who holds which role."""
