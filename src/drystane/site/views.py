"""The pages that know every room: home, the wall on its own page, the trail."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render

from drystane.access import clock
from drystane.access.pages import Request, page
from drystane.board.dyke import courses
from drystane.board.models import Tasking
from drystane.plans.models import Action
from drystane.plans.wall import Wall, draw, survey
from drystane.site import home as desk
from drystane.strategy.models import Edition

SIGHT = "that you can see"
SOON = timedelta(days=14)
TABLE_HERE = 60  # above that many rows the wall's table has a page of its own


@page(methods={"GET"}, needs="sign-in")
def home(request: Request) -> HttpResponse:
    today = clock.today()
    editions, edition, adopted = desk.edition_to_show(today)
    edition = chosen(request, editions) or edition
    walls = draw_walls(request, edition) if edition else None
    waiting = desk.waits_for(request.user, today=today)
    return render(
        request,
        "site/home.html",
        {
            "editions": editions,
            "edition": edition,
            "is_adopted": bool(edition and edition.pk in adopted),
            "walls": walls,
            "table_here": bool(walls and len(walls.wide.rows) <= TABLE_HERE),
            "next_meeting": desk.next_meeting(request.user, today=today),
            "waiting": waiting[: desk.MOST],
            "more_waits": len(waiting) > desk.MOST,
            "today": today,
            "soon": today + SOON,
            "page_marking": desk.marking_for(request.user),
        },
    )


@page(methods={"GET"}, needs="sign-in")
def wall(request: Request) -> HttpResponse:
    """The drawing with its whole table."""
    editions, edition, _ = desk.edition_to_show(clock.today())
    edition = chosen(request, editions) or edition
    if edition is None:
        raise Http404
    return render(
        request,
        "site/wall.html",
        {
            "editions": editions,
            "edition": edition,
            "walls": draw_walls(request, edition),
            "page_marking": desk.marking_for(request.user),
        },
    )


def chosen(request: Request, editions: list[Edition]) -> Edition | None:
    wanted = request.GET.get("edition", "")
    return next((edition for edition in editions if edition.ref == wanted), None)


@dataclass(frozen=True)
class Walls:
    """The same wall drawn for a wide page and for a phone; the style sheet shows one of them."""

    wide: Wall
    narrow: Wall


def draw_walls(request: Request, edition: Edition) -> Walls:
    surveyed = survey(
        courses(
            edition,
            actions=Action.objects.visible_to(request.user),
            taskings=Tasking.objects.visible_to(request.user),
            on=clock.today(),
        ),
        sight=SIGHT,
    )
    return Walls(wide=draw(surveyed), narrow=draw(surveyed, prefix="narrow-wall", width=360))
