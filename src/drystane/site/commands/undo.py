"""Undo an import."""

from drystane.site.commands.bring import undo_command as command

__all__ = ["command"]
