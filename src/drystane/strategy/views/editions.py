"""The editions of a strategy: which replaced which, which board works to which, and what each one says."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.sheets.columns import Column
from drystane.sheets.listing import Listing
from drystane.strategy.lists import EDITION, may_take
from drystane.strategy.models import Adoption, Audience, Edition, Objective


def seen_edition(request: Request, ref: str) -> Edition:
    editions = Edition.objects.visible_to(request.user).select_related("strategy", "source")
    return get_object_or_404(editions, ref=ref)


def list_of(
    request: Request,
    edition: Edition,
    rows: QuerySet[Any],
    *,
    columns: Sequence[Column],
    as_file: Sequence[Column],
    filters: Callable[..., Any],
    default_sort: str,
) -> Listing:
    """A list of one edition. Its file holds more columns than fit a page."""
    asks_for_file = "export" in request.GET
    if asks_for_file:
        request.GET = QueryDict(f"{request.GET.urlencode()}&{EDITION}={edition.ref}")
    return Listing(
        request,
        rows,
        columns=as_file if asks_for_file else columns,
        filters=filters,
        default_sort=default_sort,
        may_export=may_take,
    )


def send(listing: Listing, name: str, edition: Edition) -> HttpResponse:
    title = f"{edition}: {name.replace('-', ' ')}"
    return listing.export(name, title=title, marking="OFFICIAL", at=clock.now(), note=edition.citation)


@page(methods={"GET"}, needs="sign-in")
def index(request: Request) -> HttpResponse:
    editions = (
        Edition.objects.visible_to(request.user)
        .select_related("strategy", "replaces", "replaced_by")
        .annotate(asks=Count("recommendations"))
        .order_by("strategy__title", "-published_on", "code")
    )
    adoptions = adoptions_by_edition(request.user)
    cards = [(edition, adoptions.get(edition.pk, [])) for edition in editions]
    return render(request, "strategy/index.html", {"cards": cards, "today": clock.today()})


@dataclass(frozen=True)
class Taken:
    """A board took an edition, and works to it still or to a later one."""

    adoption: Adoption
    is_in_force: bool


def adoptions_by_edition(user: User) -> dict[int, list[Taken]]:
    newest_first = (
        Adoption.objects.visible_to(user).select_related("group").order_by("-adopted_on", "-at", "ref")
    )
    taken: dict[int, list[Taken]] = defaultdict(list)
    boards: set[int] = set()
    for adoption in newest_first:
        taken[adoption.edition_id].append(Taken(adoption, adoption.group_id not in boards))
        boards.add(adoption.group_id)
    return dict(taken)


@page(methods={"GET"}, needs="sign-in")
def edition(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(
        Edition.objects.visible_to(request.user).select_related(
            "strategy", "source", "replaces", "replaced_by"
        ),
        ref=ref,
    )
    objectives = list(found.objectives.select_related("source").order_by("order", "code"))
    return render(
        request,
        "strategy/edition.html",
        {
            "edition": found,
            "table": asked_of_whom(found, objectives),
            "counts": {
                "figures": found.figures.count(),
                "disputed": found.figures.filter(contradictions__isnull=False).distinct().count(),
                "messages": found.messages.count(),
                "case_studies": found.case_studies.count(),
            },
            "adoptions": adoptions_by_edition(request.user).get(found.pk, []),
            "today": clock.today(),
        },
    )


@dataclass(frozen=True)
class Row:
    """One audience: how much is asked of it under each objective."""

    audience: Audience
    cells: list[tuple[Objective, int]]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.cells)


@dataclass(frozen=True)
class Table:
    objectives: list[Objective]
    rows: list[Row]

    @property
    def totals(self) -> list[int]:
        return [sum(row.cells[place][1] for row in self.rows) for place in range(len(self.objectives))]

    @property
    def total(self) -> int:
        return sum(self.totals)


def asked_of_whom(edition: Edition, objectives: Iterable[Objective]) -> Table:
    """How many recommendations there are for each audience under each objective. One query."""
    objectives = list(objectives)
    grouped = edition.recommendations.order_by().values_list("audience", "objective")
    counts = {(audience, under): count for audience, under, count in grouped.annotate(count=Count("pk"))}
    rows = [
        Row(audience, [(under, counts.get((audience.value, under.pk), 0)) for under in objectives])
        for audience in Audience
    ]
    return Table(objectives, [row for row in rows if row.total])
