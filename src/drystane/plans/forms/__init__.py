"""What is asked about actions: to find them, to write them down, to say what happened to them."""
