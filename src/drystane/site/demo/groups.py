"""The example's bodies, groups and people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.partners.models import Group, Organisation, Service
from drystane.partners.operations import join_group
from drystane.site.demo.reading import PASSWORD, at

JOINED = date(2015, 4, 1)


@dataclass(frozen=True)
class Partnership:
    organisations: dict[str, Organisation]
    services: dict[str, Service]
    groups: dict[str, Group]
    people: dict[str, User]


def load(example: dict[str, Any]) -> Partnership:
    organisations = {
        row["code"]: Organisation.objects.create(code=row["code"], name=row["name"], kind=row["kind"])
        for row in example["organisations"]
    }
    services = {
        row["code"]: Service.objects.create(
            code=row["code"], name=row["name"], organisation=organisations[row["organisation"]]
        )
        for row in example["services"]
    }
    groups: dict[str, Group] = {}
    for row in example["groups"]:  # whoever oversees stands first
        groups[row["code"]] = Group.objects.create(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            about=row["about"],
            overseen_by=groups[row["overseen_by"]] if row["overseen_by"] else None,
        )
    # One hash for all: hashing is slow on purpose, and the password is the same and public.
    hashed = make_password(PASSWORD)
    people = {}
    for row in example["people"]:
        person = User.objects.create(
            username=row["username"],
            name=row["name"],
            post=row["post"],
            password=hashed,
            partnership_role=row["partnership_role"] or "",
            is_invented=True,
        )
        people[row["username"]] = person
        for seat in row["memberships"]:
            join_group(
                groups[seat["group"]],
                person,
                role=Role(seat["role"]),
                body=organisations[row["organisation"]],
                by=None,
                at=at(JOINED),
            )
    return Partnership(organisations, services, groups, people)
