"""What it is to look at a page: who does, and with which records of the example."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

Found = Callable[[], str]  # the public id of a record of the example


@dataclass(frozen=True)
class Look:
    """Somebody who may see the page, and with which arguments they look at it."""

    who: str
    of: Found | None = None
    also: dict[str, str] = field(default_factory=dict)
    query: Found = str
    asks: bool = False  # whether it has a form in which something can be missing
    press: str = ""  # the button to send it by, where that is not the first
    called: str = ""  # where an address has several
    subject: Found | None = None  # for an address that names a second record
    args: Callable[[], dict[str, str]] | None = None  # for an address that names its records otherwise

    def address(self, name: str) -> str:
        found = {"ref": self.of()} if self.of else {}
        if self.subject:
            found["subject"] = self.subject()
        if self.args:
            found |= self.args()
        return reverse(name, kwargs={**found, **self.also}) + self.query()
