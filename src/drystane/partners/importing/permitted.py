"""Who may do what a row asks: as by hand, decided on the group of each row."""

from collections.abc import Iterable, Mapping
from typing import Any

from drystane.access.models import User
from drystane.access.policy import Permission, Reach
from drystane.partners.models import Group
from drystane.partners.sight import permissions_on, reaches
from drystane.sheets.cells import spoken


class Permitted:
    """What one person may do in each group, asked once. The operator may do all."""

    def __init__(self, person: User | None) -> None:
        self.person = person
        self.held: dict[int, Mapping[Permission, Reach]] = {}

    def may(self, permission: Permission, group: Group, thing: Any) -> bool:
        if self.person is None:
            return True
        if group.pk not in self.held:
            self.held[group.pk] = permissions_on(self.person, group)
        return reaches(self.held[group.pk][permission], self.person, thing)


def refused(group: Group, permission: Permission) -> str:
    return f"Your role in {group} does not let you {permission.value}."


def named_apart(rows: Iterable[tuple[str, str, Any]]) -> dict[str, Any]:
    """By name; those who share one by their code or user name, with which nobody else is meant."""
    found = list(rows)
    names = [spoken(name) for name, _, _ in found]
    return {(code if names.count(spoken(name)) > 1 else name): thing for name, code, thing in found}
