"""The first administrator, or one who can no longer sign in."""

import click
from django.core.exceptions import ValidationError

from drystane.access import clock
from drystane.access.models import PartnershipRole, User
from drystane.access.operations import add_account, give_temporary_password, reactivate_account


@click.command(
    help="Open an administrator's account, or let one back in who has lost the password.\n\n"
    "Administrators open everybody else's accounts on the pages."
)
@click.argument("username")
@click.option("--name", default="", help="Of a new administrator, as papers name people.")
@click.option("--post", default="", help="The post held.")
@click.option("--email", default="")
def command(*, username: str, name: str, post: str, email: str) -> None:
    person = User.objects.filter(username__iexact=username).first()
    if person is None:
        person, password = opened(username, name=name, post=post, email=email)
    else:
        password = let_back_in(person)
    click.echo(f"{person.name} signs in as {person.username} with the password {password}")
    click.echo("It is shown once, and has to be changed at the first sign-in.")


def opened(username: str, *, name: str, post: str, email: str) -> tuple[User, str]:
    if not name:
        raise click.UsageError("Give the name of the new administrator with --name.")
    role = PartnershipRole.ADMINISTRATOR
    person = User(username=username.lower(), name=name, post=post, email=email, partnership_role=role)
    try:
        person.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise click.UsageError(" ".join(error.messages)) from error
    return add_account(
        username=username,
        name=name,
        post=post,
        email=email,
        partnership_role=role,
        by=None,
        at=clock.now(),
    )


def let_back_in(person: User) -> str:
    if not person.is_administrator:
        raise click.ClickException(
            f"{person.name} is no administrator: one of those looks after this account."
        )
    if not person.is_active:
        return reactivate_account(person, by=None, at=clock.now())
    return give_temporary_password(person, by=None, at=clock.now())
