"""What the pages of self-assessment ask."""
