"""Papers read by the machine: what a report, minute or action log says, and where it says it."""
