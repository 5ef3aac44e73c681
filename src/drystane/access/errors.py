"""What is said when something may not be done."""


class NotAllowed(Exception):
    """The state of things, or somebody's role, does not permit this. Reads well on a page."""


def changed_meanwhile(what: str) -> str:
    """What the second of two people is told, where a page brings back what they typed."""
    return f"Somebody else has just changed this {what}. Nothing of yours was saved: look at it again first."
