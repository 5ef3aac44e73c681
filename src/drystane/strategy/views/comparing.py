"""Two editions side by side: what was proposed, what somebody decided, and deciding it one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission, roles_with
from drystane.access.refusals import refusals_on
from drystane.documents.packs import spoken
from drystane.partners.models import Group
from drystane.partners.sight import may, require
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import Listing, listed
from drystane.strategy.files import ROW_COLUMNS
from drystane.strategy.forms import CompareForm, CorrespondenceFilters, DecideForm, TakeBackForm
from drystane.strategy.lists import may_take
from drystane.strategy.models import Comparison, Correspondence, Edition, Recommendation, Ruling
from drystane.strategy.models.comparisons import CorrespondenceQuerySet
from drystane.strategy.reading import as_row, figure_rows, in_full, message_rows, objective_rows
from drystane.strategy.refreshing import compare_editions, decide_correspondence, take_back

RUN = Permission.RUN_BOARD
COMPARISON = "comparison"  # a file made in the background is told by its query which one it is

COLUMNS = (
    Column("order", "The later edition", lambda one: one.order, sort=("order",)),
    Column("kind", "What became of it", lambda one: one.get_kind_display(), sort=("kind", "order")),
    Column("sure", "How sure", lambda one: one.sureness, sort=("score", "order")),
    Column("decided", "Decided", lambda one: one.decided_at, sort=("decided_at", "order")),
)
AS_FILE = (
    Column("order", "Place", lambda one: one.order, sort=("order",)),
    *(
        Column(column.key, column.heading, lambda one, of=column.value: of(as_row(one)))  # type: ignore[misc]  # bound now
        for column in ROW_COLUMNS
    ),
)


def seen_pair(user: User, earlier: str, later: str) -> tuple[Edition, Edition]:
    """An edition and a later one of the same strategy."""
    rows = Edition.objects.visible_to(user).filter(ref__in=[earlier, later]).select_related("strategy")
    found = {one.ref: one for one in rows}
    if len(found) != 2:
        raise Http404
    before, after = found[earlier], found[later]
    if before.strategy_id != after.strategy_id or before.published_on >= after.published_on:
        raise Http404
    return before, after


def boards_run_by(user: User) -> QuerySet[Group]:
    boards = Group.objects.where_role(user, roles_with(RUN)).filter(kind=Group.Kind.BOARD)
    return boards if user.is_active else boards.none()


def correspondences(user: User) -> CorrespondenceQuerySet:
    return Correspondence.objects.visible_to(user)


def seen_correspondence(user: User, ref: str) -> Correspondence:
    rows = in_full(correspondences(user)).select_related(
        "comparison__earlier__strategy", "comparison__later", "comparison__kept_by__overseen_by", "decided_by"
    )
    return get_object_or_404(rows, ref=ref)


@page(methods={"GET"}, needs="sign-in")
def compare(request: Request, earlier: str, later: str) -> HttpResponse:
    before, after = seen_pair(request.user, earlier, later)
    kept = Comparison.objects.of(before, after)
    asks_for_file = "export" in request.GET
    listing = Listing(
        request,
        in_full(correspondences(request.user).filter(comparison=kept)),
        columns=AS_FILE if asks_for_file else COLUMNS,
        filters=CorrespondenceFilters,
        default_sort="order",
        may_export=may_take,
    )
    if listing.wants_export:
        title = f"Editions {before.code} and {after.code} compared"
        within = {COMPARISON: kept.ref if kept else ""}
        return listing.export("correspondences", title=title, marking="OFFICIAL", at=clock.now(), **within)
    boards = list(boards_run_by(request.user))
    return render(
        request,
        "strategy/compare.html",
        {
            **side_by_side(before, after, kept),
            "listing": listing,
            "pairs": [(one, as_row(one)) for one in listing.page] if kept else [],
            "may_run": kept.kept_by in boards if kept else bool(boards),
            "waiting": correspondences(request.user)
            .filter(comparison=kept)
            .undecided()
            .order_by("order", "ref"),
        },
    )


def side_by_side(before: Edition, after: Edition, kept: Comparison | None) -> dict[str, object]:
    return {"earlier": before, "later": after, "comparison": kept}


@exports("correspondences")
def find_correspondences(user: User, query: QueryDict) -> Found:
    rows = correspondences(user).filter(comparison__ref=query.get(COMPARISON, ""))
    found = listed(in_full(rows), query, columns=AS_FILE, filters=CorrespondenceFilters, default_sort="order")
    return AS_FILE, found.iterator(chunk_size=500)


@page(methods={"GET"}, needs="sign-in")
def the_rest(request: Request, earlier: str, later: str) -> HttpResponse:
    """Objectives, messages and figures: nobody has to decide on these."""
    before, after = seen_pair(request.user, earlier, later)
    kept = Comparison.objects.of(before, after)
    return render(
        request,
        "strategy/compare_rest.html",
        {
            **side_by_side(before, after, kept),
            "objectives": objective_rows(before, after),
            "told": message_rows(before, after, kept) if kept else [],
            "figures": figure_rows(before, after),
        },
    )


@page(methods={"GET", "POST"}, needs=RUN)
def run(request: Request, earlier: str, later: str) -> HttpResponse:
    """Propose what became of each recommendation, or propose again what nobody has decided."""
    before, after = seen_pair(request.user, earlier, later)
    kept = Comparison.objects.of(before, after)
    boards = list(boards_run_by(request.user))
    if kept is not None:
        require(request.user, RUN, kept)
        boards = [kept.kept_by]
    elif not boards:
        raise PermissionDenied("Only the chair or the lead officer of a board compares editions.")
    form = CompareForm(request.POST or None, boards=boards, initial={"board": boards[0].ref})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            compare_editions(
                before, after, kept_by=form.cleaned_data["board"], by=request.user, at=clock.now()
            )
            messages.success(request, "The editions are compared. Look through what is proposed, and decide.")
            return redirect("strategy:compare", before.ref, after.ref)
    return render(request, "strategy/compare_run.html", {**side_by_side(before, after, kept), "form": form})


@page(methods={"GET"}, needs="sign-in")
def correspondence(request: Request, ref: str) -> HttpResponse:
    found = seen_correspondence(request.user, ref)
    return render(
        request,
        "strategy/correspondence.html",
        {
            **of_one(found),
            "events": story_of(found),
            "may_decide": may(request.user, RUN, found),
        },
    )


def of_one(found: Correspondence) -> dict[str, object]:
    comparison = found.comparison
    return {
        **side_by_side(comparison.earlier, comparison.later, comparison),
        "one": found,
        "row": as_row(found),
    }


@dataclass(frozen=True)
class Event:
    at: datetime
    sentence: str
    why: str


def story_of(found: Correspondence) -> list[Event]:
    """What was decided on any of its recommendations, newest first."""
    rows = Ruling.objects.filter(comparison=found.comparison).select_related("by").order_by("-at", "-pk")
    theirs = {one.code for one in (*found.before, *found.after)}
    return [told(one) for one in rows if theirs & {*one.before.split(), *one.after.split()}]


def told(ruling: Ruling) -> Event:
    who = ruling.by.name if ruling.by else "The operator"
    what = " and ".join(filter(None, [listed_codes(ruling.before), listed_codes(ruling.after)]))
    kind = ruling.get_kind_display().lower()
    deed = f"took back that {what}: {kind}" if ruling.is_taken_back else f"decided {what}: {kind}"
    return Event(ruling.at, f"{who} {deed}, on {spoken(timezone.localdate(ruling.at))}.", ruling.why)


def listed_codes(codes: str) -> str:
    return ", ".join(codes.split())


@page(methods={"GET", "POST"}, needs=RUN)
def decide(request: Request, ref: str) -> HttpResponse:
    """One proposal, and what to make of it; then on to the next."""
    found = seen_correspondence(request.user, ref)
    require(request.user, RUN, found)
    form = DecideForm(
        request.POST or None,
        comparison=found.comparison,
        initial={
            "kind": found.kind,
            "before": codes_of(found.before),
            "after": codes_of(found.after),
            "seen": found.version,
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            decide_correspondence(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, f"Decided: {found.get_kind_display().lower()}.")
            following = after_this(found)
            return redirect("strategy:decide", following.ref) if following else redirect(found.comparison)
        found = seen_correspondence(request.user, ref)
    return render(
        request,
        "strategy/decide.html",
        {
            **of_one(found),
            "form": form,
            "left": found.comparison.correspondences.filter(decided_at=None).count(),
        },
    )


def codes_of(rows: Iterable[Recommendation]) -> str:
    return " ".join(one.code for one in rows)


def after_this(found: Correspondence) -> Correspondence | None:
    """The next that nobody has decided, in the order of the later edition; at the end, the first left."""
    left: Sequence[Correspondence] = list(
        Correspondence.objects.filter(comparison=found.comparison).undecided().order_by("order", "ref")
    )
    return next(
        (one for one in left if (one.order, one.ref) > (found.order, found.ref)), left[0] if left else None
    )


@page(methods={"GET", "POST"}, needs=RUN)
def undo(request: Request, ref: str) -> HttpResponse:
    found = seen_correspondence(request.user, ref)
    require(request.user, RUN, found)
    form = TakeBackForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            take_back(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "The decision is taken back. It is a proposal again.")
            return redirect(found)
        found = seen_correspondence(request.user, ref)
    return render(request, "strategy/take_back.html", {**of_one(found), "form": form})
