"""Each main page, for two sizes of partnership: queries, processor time and bytes.

Asked for as a browser asks, through every middleware, by the lead officer of the board, who sees most.
"""

import gc
import gzip
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.cpu import cpu_times
from bench.tables import Table, middle, p95, shown
from drystane.access import clock
from drystane.access.models import User
from drystane.assessment.models import Assessment
from drystane.audit import triggers
from drystane.partners.middleware import PURPOSE, PURPOSE_LASTS
from drystane.site import preparing
from tests.big import Big, make_big
from tests.big.assessment import make_assessment

SIZES = (1_000, 10_000)
MOST_QUERIES, MOST_CPU, MOST_CPU_AT_HOME, MOST_HTML = 15, 50, 30, 100

ANSWERING = "Answering 36 questions"

COLUMNS = (
    "Page",
    "Queries",
    "CPU median, ms",
    "CPU p95, ms",
    "HTML, KB",
    "gzipped, KB",
    "Target",
    "Met",
)


@dataclass(frozen=True)
class Figures:
    """One page at one size."""

    queries: int
    cpu: list[float]
    html: float  # kilobytes
    gzipped: float


def measure() -> Table:
    preparing.prepare(example=False, say=lambda words: print(words, file=sys.stderr))
    found: dict[str, list[Figures]] = {}
    with override_settings(ROOT_URLCONF="bench.urls"):
        for size in SIZES:
            triggers.drop()  # else the trail could not be emptied; emptying puts them back
            call_command("flush", interactive=False, verbosity=0)
            big = make_big(actions=size, today=clock.today())
            preparing.count_rows()  # as every start does
            assessment = make_assessment(big.cast, clock.today())
            client = signed_in(big.cast.morag)
            with_purpose = signed_in(big.cast.morag, purpose="Measuring")
            gc.collect()
            gc.freeze()  # as the server does once all is loaded
            for name, address in addresses(big):
                found.setdefault(name, []).append(figures_of(client, address))
            for name, address in of_assessment(assessment):
                found.setdefault(name, []).append(figures_of(with_purpose, address))
    return Table(
        title="Pages, with 2,000 recommendations and 1,000 / 10,000 actions",
        columns=COLUMNS,
        rows=tuple(row(name, sizes) for name, sizes in found.items()),
    )


def addresses(big: Big) -> Iterator[tuple[str, str]]:
    """What each page is called here, and where it is."""
    yield "(an empty answer)", reverse("nothing")
    yield "(the frame alone)", reverse("frame")
    yield "Home", reverse("home")
    yield "The wall with its table", reverse("wall")
    yield "Search", f"{reverse('search')}?q=thing"
    yield "Threats", reverse("threats:index")
    yield "Strategy", reverse("strategy:index")
    edition = [big.edition.ref]
    yield "Edition", reverse("strategy:edition", args=edition)
    yield "Its recommendations", reverse("strategy:recommendations", args=edition)
    yield "Its figures", reverse("strategy:figures", args=edition)
    yield "Its messages", reverse("strategy:messages", args=edition)
    yield "Its case studies", reverse("strategy:case_studies", args=edition)
    yield "Recommendation", big.recommendation.get_absolute_url()
    yield "Figure", big.figure.get_absolute_url()
    yield "Plans", reverse("plans:index")
    yield "Plan", big.plan.get_absolute_url()
    yield "Its totals", reverse("plans:totals", args=[big.plan.ref])
    yield "Actions", reverse("plans:actions")
    yield "Actions, the last page of 100", f"{reverse('plans:actions')}?per=100&page=10"
    yield "Action", big.action.get_absolute_url()
    yield "Taskings", reverse("board:taskings")
    yield "Tasking", big.tasking.get_absolute_url()
    yield "Meetings", reverse("board:meetings")
    yield "Next meeting", big.meeting.get_absolute_url()
    yield "Closed meeting", big.closed.get_absolute_url()
    yield "Its paper, as it was stored", big.closed_paper.get_absolute_url()
    yield "Paper in draft", big.paper.get_absolute_url()
    yield "Action log", reverse("board:action_log", args=[big.meeting.ref])
    yield "Partners", reverse("partners:index")
    yield "Group", reverse("partners:group", args=[big.cast.board.ref])


def of_assessment(made: Assessment) -> Iterator[tuple[str, str]]:
    """An open one is sensitive: each page is also an event in the trail."""
    yield "Self-assessment", reverse("assessment:index")
    yield "One assessment", made.get_absolute_url()
    yield ANSWERING, reverse("assessment:questions", args=[made.ref])
    yield "Its results", reverse("assessment:results", args=[made.ref])


def signed_in(user: User, *, purpose: str = "") -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    if purpose:
        session = client.session
        until = clock.now() + PURPOSE_LASTS
        session[PURPOSE] = {"words": purpose, "until": until.isoformat()}
        session.save()
    return client


def figures_of(client: Client, address: str) -> Figures:
    def ask() -> bytes:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        return response.content

    with CaptureQueriesContext(connection) as asked:
        html = ask()
    queries = len(asked)  # before the next request, which would empty the log it is read from
    return Figures(
        queries=queries,
        cpu=cpu_times(ask),
        html=len(html) / 1000,
        gzipped=len(gzip.compress(html, 6)) / 1000,
    )


def row(name: str, sizes: list[Figures]) -> tuple[str, ...]:
    most_cpu = MOST_CPU_AT_HOME if name in {"Home", ANSWERING} else MOST_CPU
    missed = [
        words
        for words, is_missed in (
            ("queries", max(figures.queries for figures in sizes) > MOST_QUERIES),
            ("queries grow", len({figures.queries for figures in sizes}) > 1),
            ("CPU", max(p95(figures.cpu) for figures in sizes) > most_cpu),
            ("bytes", max(figures.html for figures in sizes) > MOST_HTML),
        )
        if is_missed
    ]
    return (
        name,
        " / ".join(str(figures.queries) for figures in sizes),
        " / ".join(shown(middle(figures.cpu)) for figures in sizes),
        " / ".join(shown(p95(figures.cpu)) for figures in sizes),
        " / ".join(shown(figures.html) for figures in sizes),
        " / ".join(shown(figures.gzipped) for figures in sizes),
        f"≤ {MOST_QUERIES}, ≤ {most_cpu} ms, ≤ {MOST_HTML} KB",
        f"no: {', '.join(missed)}" if missed else "yes",
    )
