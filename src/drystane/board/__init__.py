"""Board: meetings, papers, taskings, decisions."""
