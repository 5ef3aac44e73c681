"""For whom a command acts: a named person, with their sight and rights, or the operator."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from django.core.exceptions import PermissionDenied

from drystane.access import clock
from drystane.access.models import User
from drystane.audit import trail

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


@contextmanager
def recording_refusals(person: User | None, *, command: str, asked: str) -> Iterator[None]:
    """A refusal to a named person, and a look-up that finds nothing, are events as they are on a page."""
    try:
        yield
    except (PermissionDenied, click.UsageError) as error:
        if person is not None:
            refused = isinstance(error, PermissionDenied)
            trail.record_look_up(
                "access.refused" if refused else "access.not_found",
                by=person,
                at=clock.now(),
                address=f"command:{command}",
                asked=asked,
            )
        raise
