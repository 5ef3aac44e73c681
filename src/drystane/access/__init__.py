"""Access: people, roles, the policy table, sign-in."""
