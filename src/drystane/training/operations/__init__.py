"""What people do in the training room."""
