"""What is said when something may not be done."""


class NotAllowed(Exception):
    """The state of things, or somebody's role, does not permit this. Reads well on a page."""
