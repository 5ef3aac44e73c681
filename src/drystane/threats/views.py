"""The threat picture: what is said of each threat, which way it goes, and how sure anybody is."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import Listing, listed
from drystane.threats.forms import ThreatFilters
from drystane.threats.models import Threat, ThreatView

COLUMNS = (
    Column("threat", "Threat", lambda view: view.threat.name, sort=("threat__name", "period")),
    Column(
        "kind", "Kind", lambda view: view.threat.get_kind_display(), sort=("threat__kind", "threat__name")
    ),
    Column("period", "Period", lambda view: view.period, sort=("period", "threat__name")),
    Column(
        "direction",
        "Direction",
        lambda view: view.get_direction_display(),
        sort=("direction", "threat__name"),
    ),
    Column(
        "confidence",
        "How sure",
        lambda view: view.get_confidence_display(),
        sort=("confidence", "threat__name"),
    ),
    Column("text", "What is said, and by whom", lambda view: view.text),
)
AS_FILE = (
    *COLUMNS,
    Column("source", "Source", lambda view: str(view.source or "")),
    Column("place", "Place", lambda view: view.place),
    Column("checked", "Checked", lambda view: view.get_cite_status_display()),
    Column("note", "Note on the source", lambda view: view.cite_note),
)


def seen_views(user: User) -> QuerySet[ThreatView]:
    return ThreatView.objects.visible_to(user).select_related("threat", "source")


def may_take(user: User, rows: QuerySet[ThreatView]) -> bool:  # noqa: ARG001  # published: anybody signed in
    return user.is_active


@exports("threats")
def find_threats(user: User, query: QueryDict) -> Found:
    rows = listed(seen_views(user), query, columns=AS_FILE, filters=ThreatFilters, default_sort="threat")
    return AS_FILE, rows.iterator(chunk_size=500)


@page(methods={"GET"}, needs="sign-in")
def index(request: Request) -> HttpResponse:
    filters = ThreatFilters(request.GET)
    listing = Listing(
        request,
        seen_views(request.user),
        columns=AS_FILE if "export" in request.GET else COLUMNS,
        filters=ThreatFilters,
        default_sort="threat",
        may_export=may_take,
    )
    if listing.wants_export:
        return listing.export("threats", title="Threats", marking="OFFICIAL", at=clock.now())
    unviewed = Threat.objects.visible_to(request.user).filter(views=None).order_by("kind", "name")
    return render(
        request,
        "threats/index.html",
        {
            "listing": listing,
            "directions": by_direction(seen_views(request.user)),
            "unviewed": filters.narrow_unviewed(unviewed) if filters.is_valid() else unviewed.none(),
        },
    )


def by_direction(views: QuerySet[ThreatView]) -> Iterable[tuple[str, str, int]]:
    """How many views go which way, in the order of the list of directions. "Not known" is one of them."""
    counts = dict(views.order_by().values_list("direction").annotate(count=Count("pk")))
    return [(way.value, way.label, counts.get(way.value, 0)) for way in ThreatView.Direction]
