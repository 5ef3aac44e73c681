"""Drystane: how a community safety partnership answers serious organised crime."""

import os

# Read by numpy when it is first loaded. On a small, busy machine more threads make it ten times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
