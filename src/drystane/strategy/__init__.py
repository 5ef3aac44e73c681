"""Strategy: editions, objectives, recommendations, figures, messages."""
