"""Nudges between meetings: a daily e-mail that says how much waits, and nothing of what."""
