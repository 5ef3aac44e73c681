"""Audit: the trail: chained events, signed checkpoints."""
