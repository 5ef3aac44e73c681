"""For whom a command acts: a named person, with their sight and rights, or the operator."""

from collections.abc import Callable
from typing import Any

import click

from drystane.access.models import User

by_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--by",
    metavar="USERNAME",
    help="Act as this person, with their sight and rights. Without it you act as the operator.",
)


def acting(by: str | None) -> User | None:
    """The person of that name, or None for the operator."""
    if by is None:
        return None
    person = User.objects.filter(username__iexact=by, is_active=True).first()
    if person is None:
        raise click.BadParameter(f"Nobody signs in as {by!r}.", param_hint="--by")
    return person
