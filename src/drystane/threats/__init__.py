"""Threats: what we are worried about, which way it goes and how sure we are."""
