"""What anybody may read, without signing in: the pages that a chair published."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from drystane.access.pages import page
from drystane.comms.leaflet import leaflet
from drystane.comms.models import Publication
from drystane.comms.plain_page import ENGLISH, LANGUAGES, PlainPage, from_json
from drystane.comms.views.pages import as_pdf


def standing(audience: str, language: str) -> tuple[Publication, dict[str, PlainPage]]:
    """What is published for an audience in a language. What is not is not there, whatever the reason."""
    rows = Publication.objects.standing().select_related("page")
    found = get_object_or_404(rows, audience=audience)
    pages = from_json(found.body)
    if language not in pages:
        raise Http404
    return found, pages


@page(methods={"GET"}, needs="nothing")
def public_pages(request: HttpRequest) -> HttpResponse:
    rows = Publication.objects.standing().order_by("audience")
    titles = [(one.audience, one.get_audience_display(), from_json(one.body)[ENGLISH].title) for one in rows]
    return render(
        request, "comms/public_pages.html", {"titles": titles, "partnership": settings.PARTNERSHIP_NAME}
    )


@page(methods={"GET"}, needs="nothing")
def public_page(request: HttpRequest, audience: str, language: str = ENGLISH) -> HttpResponse:
    found, pages = standing(audience, language)
    return render(
        request,
        "comms/public_page.html",
        {
            "text": pages[language],
            "audience": audience,
            "others": [(code, LANGUAGES[code]) for code in sorted(pages) if code != language],
            "published_at": found.published_at,
            "is_invented": found.page.is_invented,
            "partnership": settings.PARTNERSHIP_NAME,
        },
    )


@page(methods={"GET"}, needs="nothing")
def public_leaflet(_request: HttpRequest, audience: str, language: str = ENGLISH) -> HttpResponse:
    found, pages = standing(audience, language)
    made = leaflet(
        pages[language],
        partnership=settings.PARTNERSHIP_NAME,
        on=timezone.localdate(found.published_at),
        is_invented=found.page.is_invented,
    )
    return as_pdf(made, f"{audience}-{language}")
