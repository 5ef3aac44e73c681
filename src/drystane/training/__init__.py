"""Courses, who is due one, who goes first and why, sessions and their seats."""
