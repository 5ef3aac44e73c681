"""Figures in a table. They tell how fast things are on one machine and decide no test."""
