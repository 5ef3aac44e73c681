"""A paper from its file, by way of the capped child process."""

from pathlib import Path

from drystane.strategy.papers.found import Paper


def open_paper(path: Path, *, name: str = "") -> Paper:
    """What the file says. `name` is what its sender called it. Raises NotRead with a sentence for a page."""
    raise NotImplementedError(path, name)
