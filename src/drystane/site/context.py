"""What every page's frame needs: the rooms one may enter, the marking, whether this is the example."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from drystane.access import clock
from drystane.access.models import User
from drystane.marking.models import Marking


def everybody(_user: User) -> bool:
    return True


@dataclass(frozen=True)
class Room:
    label: str
    address: str  # a url name
    open_to: Callable[[User], bool] = everybody


@dataclass(frozen=True)
class Door:
    """A room as one page shows it: where it is, and whether one is in it."""

    label: str
    url: str
    is_current: bool


ROOMS = (
    Room("Home", "home"),
    Room("Strategy", "strategy:index"),
    Room("Threats", "threats:index"),
    Room("Self-assessment", "assessment:index"),
    Room("Plans", "plans:index"),
    Room("Training", "training:index"),
    Room("Messages", "comms:index"),
    Room("Taskings", "board:taskings"),
    Room("Meetings", "board:meetings"),
    Room("Partners", "partners:index"),
    Room("Search", "search"),
    Room("Trail", "trail", lambda user: user.is_auditor),
    Room("Accounts", "access:accounts", lambda user: user.is_administrator),
    Room("Templates", "board:templates", lambda user: user.is_administrator),
)


def furniture(request: HttpRequest) -> dict[str, object]:
    """A view may override any of these by giving the same name itself."""
    user = getattr(request, "user", None)
    person = user if isinstance(user, User) else None
    return {
        "person": person,
        "rooms": doors(person, request.path) if person else [],
        "partnership": settings.PARTNERSHIP_NAME,
        "printed_on": clock.today(),
        "page_marking": Marking.OFFICIAL.label,
        "example_notice": bool(person and person.is_invented),
    }


def doors(person: User, path: str) -> list[Door]:
    found = [(room.label, reverse(room.address)) for room in ROOMS if room.open_to(person)]
    here = current([url for _, url in found], path)
    return [Door(label, url, url == here) for label, url in found]


def current(urls: list[str], path: str) -> str:
    """The longest room address that the path lies under. Home is only itself."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default="")
