"""Documents: sources cited, and frozen packs rendered to pages and Word."""
