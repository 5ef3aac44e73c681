"""The threat picture: what is said of each threat, which way it goes, and how sure anybody is."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import Listing, listed
from drystane.sheets.write import Cell
from drystane.threats.chart import Year, draw
from drystane.threats.forms import ThreatFilters
from drystane.threats.models import CountSeries, Threat, ThreatView, YearCount
from drystane.threats.series_file import FIELDS
from drystane.threats.side_by_side import Said, side_by_side

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

YEARS = (
    Column("year", "Year", lambda one: one.year, sort=("year",)),
    Column("count", "Count", lambda one: one.count, sort=("count", "year")),
    Column("among", "Counted among", lambda one: one.among),
    Column("counted_otherwise", "Counted otherwise from this year", lambda one: one.counted_otherwise),
)
SAID_OF_A_YEAR: dict[str, Callable[[YearCount], Cell]] = {
    "series": lambda one: one.series.code,
    "name": lambda one: one.series.name,
    "threat": lambda one: one.series.threat.code,
    "year": lambda one: one.year,
    "count": lambda one: one.count,
    "among": lambda one: one.among,
    "counted_otherwise": lambda one: one.counted_otherwise,
    "source": lambda one: one.series.source.code if one.series.source else "",
    "place": lambda one: one.series.place,
    "checked": lambda one: one.series.get_cite_status_display(),
    "note": lambda one: one.series.cite_note,
}
# As they are brought in, so that a file of ours comes in again unchanged.
YEARS_AS_FILE = tuple(
    Column(one.key, one.heading, SAID_OF_A_YEAR[one.key], sort=("year",) if one.key == "year" else ())
    for one in FIELDS
)


def seen_views(user: User) -> QuerySet[ThreatView]:
    return ThreatView.objects.visible_to(user).select_related("threat", "source")


def may_take(user: User, rows: QuerySet[Any]) -> bool:  # noqa: ARG001  # published: anybody signed in
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
            "counted": filters.narrow_series(seen_series(request.user)) if filters.is_valid() else (),
            "threat_asked": bool(request.GET.get("threat")),
            "directions": by_direction(seen_views(request.user)),
            "unviewed": filters.narrow_unviewed(unviewed) if filters.is_valid() else unviewed.none(),
        },
    )


def by_direction(views: QuerySet[ThreatView]) -> Iterable[tuple[str, str, int]]:
    """How many views go which way, in the order of the list of directions. "Not known" is one of them."""
    counts = dict(views.order_by().values_list("direction").annotate(count=Count("pk")))
    return [(way.value, way.label, counts.get(way.value, 0)) for way in ThreatView.Direction]


def seen_series(user: User) -> QuerySet[CountSeries]:
    return (
        CountSeries.objects.visible_to(user)
        .select_related("threat", "source")
        .order_by("threat__name", "name")
    )


@page(methods={"GET"}, needs="sign-in")
def series(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen_series(request.user), ref=ref)
    years = YearCount.objects.visible_to(request.user).filter(series=found)
    listing = Listing(
        request,
        years.select_related("series__threat", "series__source"),
        columns=YEARS_AS_FILE if "export" in request.GET else YEARS,
        default_sort="year",
        may_export=may_take,
        tie="year",
    )
    if listing.wants_export:
        return listing.export("counts", title=found.name, marking="OFFICIAL", at=clock.now())
    drawn = [Year(one.year, one.count, one.counted_otherwise) for one in years.order_by("year")]
    return render(
        request,
        "threats/series.html",
        {"series": found, "listing": listing, "chart": draw(drawn), "threats": reverse("threats:index")},
    )


@page(methods={"GET"}, needs="sign-in")
def three_years(request: Request) -> HttpResponse:
    views = seen_views(request.user).order_by("threat__name", "period", "ref")
    said = [
        Said(
            view.threat.name,
            view.period,
            view.direction,
            view.get_direction_display(),
            view.get_confidence_display(),
        )
        for view in views
    ]
    context = {"picture": side_by_side(said), "threats": reverse("threats:index")}
    return render(request, "threats/side_by_side.html", context)
