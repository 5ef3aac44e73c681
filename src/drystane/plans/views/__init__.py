"""The plans room's pages: plans and their totals, actions, and what is done with an action."""
