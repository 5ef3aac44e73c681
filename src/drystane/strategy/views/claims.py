"""The messages of an edition by audience, and its case studies."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from drystane.access.pages import Request, page
from drystane.strategy.forms import CaseStudyFilters, MessageFilters
from drystane.strategy.lists import (
    CASE_STUDIES_AS_FILE,
    MESSAGE_COLUMNS,
    MESSAGES_AS_FILE,
    of_edition,
    seen_case_studies,
    seen_messages,
)
from drystane.strategy.models import Message
from drystane.strategy.views.editions import list_of, seen_edition, send


@page(methods={"GET"}, needs="sign-in")
def messages(request: Request, ref: str) -> HttpResponse:
    edition = seen_edition(request, ref)
    listing = list_of(
        request,
        edition,
        seen_messages(request.user, edition),
        columns=MESSAGE_COLUMNS,
        as_file=MESSAGES_AS_FILE,
        filters=of_edition(MessageFilters, edition),
        default_sort="audience",
    )
    if listing.wants_export:
        return send(listing, "messages", edition)
    return render(
        request,
        "strategy/messages.html",
        {
            "edition": edition,
            "listing": listing,
            "grouped_by": "audience" if listing.sort in {"audience", "-audience"} else "",
        },
    )


@page(methods={"GET"}, needs="sign-in")
def case_studies(request: Request, ref: str) -> HttpResponse:
    edition = seen_edition(request, ref)
    listing = list_of(
        request,
        edition,
        seen_case_studies(request.user, edition),
        columns=CASE_STUDIES_AS_FILE,
        as_file=CASE_STUDIES_AS_FILE,
        filters=of_edition(CaseStudyFilters, edition),
        default_sort="title",
    )
    if listing.wants_export:
        return send(listing, "case-studies", edition)
    return render(request, "strategy/case_studies.html", {"edition": edition, "listing": listing})


@page(methods={"GET"}, needs="sign-in")
def message(request: Request, ref: str) -> HttpResponse:
    rows = Message.objects.visible_to(request.user).select_related("edition", "group", "source")
    return render(request, "strategy/message.html", {"message": get_object_or_404(rows, ref=ref)})
