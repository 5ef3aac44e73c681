"""Messages that reach: who is told what, on which channel, on which days, and what came of it."""
