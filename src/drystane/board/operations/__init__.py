"""What the board does: task, plan a meeting, write a paper, decide, close."""
