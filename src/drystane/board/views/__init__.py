"""The board room's pages: taskings, meetings, what was decided, papers."""
