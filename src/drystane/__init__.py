"""Drystane: how a community safety partnership answers serious organised crime."""

__version__ = "0.1.0"
