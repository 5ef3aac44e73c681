"""What an administrator does with accounts, and what everybody does with their own password."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import PartnershipRole, User
from drystane.audit import trail
from drystane.audit.refs import LETTERS


@transaction.atomic
def add_account(
    *, username: str, name: str, post: str, email: str, partnership_role: str, by: User | None, at: datetime
) -> tuple[User, str]:
    """Open an account. Returns it with its temporary password, which is kept nowhere else."""
    password = new_password()
    person = User.objects.create_user(
        username.lower(),
        password,
        name=name,
        post=post,
        email=email,
        partnership_role=partnership_role,
        must_change_password=True,
    )
    trail.record("account.added", person, by=by, at=at, details={"role": partnership_role})
    return person, password


@transaction.atomic
def correct_account(person: User, *, fields: Mapping[str, str], by: User | None, at: datetime) -> None:
    """Change their name, post or address."""
    for name, value in fields.items():
        setattr(person, name, value)
    person.full_clean(exclude=["password"])
    person.save(update_fields=[*fields])
    trail.record("account.corrected", person, by=by, at=at, details={"fields": ",".join(sorted(fields))})


@transaction.atomic
def take_back_account(person: User, *, by: User | None, at: datetime) -> None:
    """As if it had never been opened. Raises NotAllowed once it was used, ProtectedError once anything is
    theirs."""
    if person.last_login is not None:
        raise NotAllowed(f"{person.name} has signed in. Close the account instead.")
    trail.record("account.taken_back", person, by=by, at=at)
    person.delete()


@transaction.atomic
def give_temporary_password(person: User, *, by: User | None, at: datetime) -> str:
    """Their old password stops working, and every sign-in of theirs ends."""
    if person == by:
        raise NotAllowed("Change your own password on your account page.")
    password = new_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    trail.record("account.temporary_password", person, by=by, at=at)
    return password


@transaction.atomic
def change_password(person: User, password: str, *, at: datetime) -> None:
    """Every other sign-in of this person ends."""
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    trail.record("account.password_changed", person, by=person, at=at)


@transaction.atomic
def deactivate_account(person: User, *, by: User, at: datetime) -> None:
    """They can no longer sign in. Everything they did stays theirs."""
    if person == by:
        raise NotAllowed("Ask another administrator to close your own account.")
    administrators = User.objects.select_for_update().filter(
        partnership_role=PartnershipRole.ADMINISTRATOR, is_active=True
    )
    if not any(administrator != person for administrator in administrators):
        raise NotAllowed("This is the only administrator. Make somebody else one first.")
    if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False, closed_at=at):
        raise NotAllowed("This account is closed already.")
    trail.record("account.deactivated", person, by=by, at=at)


@transaction.atomic
def reactivate_account(person: User, *, by: User | None, at: datetime) -> str:
    """Open a closed account again, with a temporary password: the old one may have been shared since."""
    if not User.objects.filter(pk=person.pk, is_active=False).update(is_active=True, closed_at=None):
        raise NotAllowed("This account is open already.")
    person.refresh_from_db()
    trail.record("account.reactivated", person, by=by, at=at)
    return give_temporary_password(person, by=by, at=at)


def new_password() -> str:
    """Four times four letters, 80 random bits, none of them easily mistaken for another."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
