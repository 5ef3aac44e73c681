"""What an edition asks, of whom and to what end; and one recommendation with its thread."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission, roles_with
from drystane.partners.models import Group
from drystane.strategy.forms import RecommendationFilters
from drystane.strategy.lists import (
    RECOMMENDATION_COLUMNS,
    RECOMMENDATIONS_AS_FILE,
    of_edition,
    seen_recommendations,
)
from drystane.strategy.models import Recommendation
from drystane.strategy.views.editions import list_of, seen_edition, send

# A list sorted by one of these is drawn with a heading over each group.
GROUPED = {"audience": "For whom", "objective": "Objective"}


@page(methods={"GET"}, needs="sign-in")
def recommendations(request: Request, ref: str) -> HttpResponse:
    edition = seen_edition(request, ref)
    listing = list_of(
        request,
        edition,
        seen_recommendations(request.user, edition),
        columns=RECOMMENDATION_COLUMNS,
        as_file=RECOMMENDATIONS_AS_FILE,
        filters=of_edition(RecommendationFilters, edition),
        default_sort="code",
    )
    if listing.wants_export:
        return send(listing, "recommendations", edition)
    grouped_by = listing.sort.removeprefix("-")
    return render(
        request,
        "strategy/recommendations.html",
        {
            "edition": edition,
            "listing": listing,
            "grouped_by": grouped_by if grouped_by in GROUPED else "",
            "groupings": [
                (words, listing.link(sort=key, page=None), key == grouped_by)
                for key, words in {"code": "The edition's own order", **GROUPED}.items()
            ],
        },
    )


@page(methods={"GET"}, needs="sign-in")
def recommendation(request: Request, ref: str) -> HttpResponse:
    asked = get_object_or_404(
        Recommendation.objects.visible_to(request.user).select_related("edition", "objective", "source"),
        ref=ref,
    )
    return render(
        request,
        "strategy/recommendation.html",
        {"asked": asked, "edition": asked.edition, "may_task": runs_a_board(request.user)},
    )


def runs_a_board(user: User) -> bool:
    """Whether this person may give taskings anywhere: then the page offers it."""
    boards = Group.objects.where_role(user, roles_with(Permission.RUN_BOARD)).filter(kind=Group.Kind.BOARD)
    return user.is_active and boards.exists()
