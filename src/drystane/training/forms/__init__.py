"""What the pages of the training room ask."""
