"""The strategy room's pages: editions, what they ask, their figures, messages and case studies."""
