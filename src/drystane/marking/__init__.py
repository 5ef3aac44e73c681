"""Marking: how a record is marked and handled."""
