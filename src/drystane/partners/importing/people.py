"""People with their accounts brought in from a spreadsheet: by an administrator, or by the operator."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from drystane.access.models import User
from drystane.access.operations import add_account, correct_account, take_back_account
from drystane.partners.importing.groups import ADMINISTRATOR_ONLY
from drystane.sheets.kinds import Change, Fault, Kind, Record, Values, restored
from drystane.sheets.tables import Field

COLUMNS = {"user": "username", "name": "name", "post": "post", "email": "email"}


class People(Kind):
    """Each new one gets an account with a password that nobody knows: an administrator gives a first one
    when they come."""

    name = "people"
    title = "People"
    model = User
    private = frozenset({"password", "last_login"})
    keys = (("ref",), ("user",), ("email",))
    fields = (
        Field("ref", "Reference", also=("ref", "drystane reference")),
        Field(
            "user",
            "User name",
            also=("username", "login", "sign-in"),
            needed=True,
            most=60,
            pattern=r"[\w.@+-]+",
        ),
        Field("name", "Name", also=("full name", "person"), needed=True, most=120),
        Field("post", "Post held", also=("post", "job title", "role title", "position"), most=160),
        Field("email", "E-mail address", also=("email", "e mail", "email address"), most=254),
    )

    @classmethod
    def open_to(cls, person: User | None) -> bool:
        return person is None or person.is_administrator

    def words(self) -> Mapping[str, Mapping[str, str]]:
        return {}

    def records(self) -> Iterator[Record]:
        for person in User.objects.order_by("username"):
            said = {key: getattr(person, name) for key, name in COLUMNS.items()}
            yield Record(person.ref, {"ref": person.ref, **said}, person)

    def refusal(self, thing: object, *, is_new: bool) -> str:  # noqa: ARG002  # the same for all
        return "" if self.open_to(self.person) else ADMINISTRATOR_ONLY

    def faults(self, values: Values, changes: Sequence[Change], record: Record | None) -> Iterator[Fault]:
        changed = {one.key for one in changes}
        if refused := self.refusal(record, is_new=record is None):
            yield Fault("", values.get("user", ""), refused)
        if record is not None and "user" in changed:
            yield Fault("“User name”", values["user"], "Somebody signs in with the old one. It stays.")
        if "email" in changed:
            try:
                validate_email(values["email"])
            except ValidationError:
                yield Fault("“E-mail address”", values["email"], "Write one like name@council.example.")

    def add_all(self, rows: Sequence[Values]) -> list[User]:
        return [
            add_account(
                username=said["user"],
                name=said["name"],
                post=said.get("post", ""),
                email=said.get("email", ""),
                partnership_role="",
                by=self.person,
                at=self.at,
            )[0]
            for said in rows
        ]

    def change(self, record: Record, changes: Mapping[str, str], why: str) -> User:  # noqa: ARG002  # says none
        person: User = record.thing
        fields = {COLUMNS[key]: said for key, said in changes.items()}
        correct_account(person, fields=fields, by=self.person, at=self.at)
        return person

    def restore(self, thing: User, before: Mapping[str, Any], why: str) -> None:  # noqa: ARG002  # says none
        kept = restored(User, before)
        fields = {name: kept[name] for name in ("name", "post", "email")}
        correct_account(thing, fields=fields, by=self.person, at=self.at)

    def remove_all(self, things: Sequence[User]) -> None:
        for thing in things:
            take_back_account(thing, by=self.person, at=self.at)
