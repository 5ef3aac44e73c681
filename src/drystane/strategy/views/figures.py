"""The figures of an edition, never one without the one that disputes it; and one figure over the years."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from drystane.access.pages import Request, page
from drystane.strategy.forms import FigureFilters
from drystane.strategy.lists import FIGURE_COLUMNS, FIGURES_AS_FILE, seen_figures, with_disputes
from drystane.strategy.models import Figure
from drystane.strategy.series import Point, chart, short
from drystane.strategy.views.editions import list_of, seen_edition, send


@dataclass(frozen=True)
class Dispute:
    """Two figures that cannot both be right, with the reason each gives where they differ in it."""

    one: Figure
    other: Figure
    reasons: tuple[str, ...]


def disputes_of(figures: Iterable[Figure]) -> list[Dispute]:
    """Each pair once, the figure that was said first on the left."""
    found: dict[frozenset[int], Dispute] = {}
    for figure in figures:
        for row in figure.contradictions.all():
            key = frozenset((figure.pk, row.other.pk))
            said = found[key].reasons if key in found else ()
            one, other = sorted((figure, row.other), key=when_said)
            found[key] = Dispute(one, other, said if row.why in said else (*said, row.why))
    return sorted(found.values(), key=lambda dispute: (dispute.one.label, when_said(dispute.one)))


def when_said(figure: Figure) -> tuple[bool, str, str]:
    return figure.as_of is None, figure.as_of.isoformat() if figure.as_of else "", figure.code


@page(methods={"GET"}, needs="sign-in")
def figures(request: Request, ref: str) -> HttpResponse:
    edition = seen_edition(request, ref)
    listing = list_of(
        request,
        edition,
        seen_figures(request.user, edition),
        columns=FIGURE_COLUMNS,
        as_file=FIGURES_AS_FILE,
        filters=FigureFilters,
        default_sort="label",
    )
    if listing.wants_export:
        return send(listing, "figures", edition)
    return render(
        request,
        "strategy/figures.html",
        {"edition": edition, "listing": listing, "disputes": disputes_of(listing.page)},
    )


@page(methods={"GET"}, needs="sign-in")
def figure(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(with_disputes(Figure.objects.visible_to(request.user)), ref=ref)
    series = list(
        with_disputes(Figure.objects.visible_to(request.user))
        .filter(measure=found.measure)
        .order_by(F("as_of").asc(nulls_last=True), "code")
    )
    return render(
        request,
        "strategy/figure.html",
        {
            "figure": found,
            "edition": found.edition,
            "disputes": disputes_of([found]),
            "series": series,
            "chart": chart(points_of(series, unit=found.unit)),
        },
    )


@page(methods={"GET"}, needs="sign-in")
def series(request: Request) -> HttpResponse:
    """Every measure that has been published for more than one day."""
    rows = with_disputes(Figure.objects.visible_to(request.user)).order_by(
        "measure", F("as_of").asc(nulls_last=True), "code"
    )
    by_measure = [list(group) for _, group in groupby(rows, key=attrgetter("measure"))]
    return render(
        request,
        "strategy/series.html",
        {
            "measures": [
                (found[-1], found, chart(points_of(found, unit=found[-1].unit)))
                for found in by_measure
                if len({one.as_of for one in found}) > 1
            ]
        },
    )


def points_of(series: Iterable[Figure], *, unit: str) -> list[Point]:
    """What can be drawn on one scale: figures of that unit that say when."""
    return [
        Point(
            figure.as_of, float(figure.value), short(float(figure.value)), bool(figure.contradictions.all())
        )
        for figure in series
        if figure.as_of is not None and figure.unit == unit
    ]
