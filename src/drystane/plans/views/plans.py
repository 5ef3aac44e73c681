"""The plans one may see, one plan with its actions, and what it takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission, roles_with
from drystane.partners.models import Group
from drystane.partners.sight import doable
from drystane.plans.forms.choices import short
from drystane.plans.importing.actions import Actions
from drystane.plans.lists import columns, filters, marking_of, may_take, seen_actions
from drystane.plans.models import Action, Plan, PlanMessage, PreventionLevel, Status, Tally, Total
from drystane.plans.models.actions import ActionQuerySet
from drystane.sheets.listing import Listing


@dataclass(frozen=True)
class Branch:
    """A plan in the tree of plans, and how its actions stand."""

    plan: Plan
    depth: int
    tally: Tally


@page(methods={"GET"}, needs="sign-in")
def index(request: Request) -> HttpResponse:
    plans = seen_plans(request.user)
    actions = Action.objects.visible_to(request.user)
    tallies = actions.tallied("plan", clock.today())
    led = actions.led_by(request.user).open().count()
    return render(
        request,
        "plans/index.html",
        {
            "branches": list(tree(plans, tallies)),
            "begins_for": groups_led(request.user),
            "mine": f"Open actions that I lead: {led}" if led else "",
            "may_bring": Actions.open_to(request.user),
            "page_marking": marking_of(actions),
        },
    )


@page(methods={"GET"}, needs=Permission.SEE_OFFICIAL)
def plan(request: Request, ref: str) -> HttpResponse:
    plans = seen_plans(request.user)
    found = one_of(plans, ref)
    if "export" in request.GET:
        return redirect(f"{reverse('plans:actions')}?{with_plan(request.GET, found)}")
    today = clock.today()
    listing = Listing(
        request,
        seen_actions(request.user, today).filter(plan=found),
        columns=columns(today),
        filters=filters(request.user, today, over_plans=False),
        default_sort="brag",
        may_export=may_take,
    )
    beneath = [child for child in plans if child.parent_id == found.pk]
    seen = Action.objects.visible_to(request.user).filter(plan__in=[found, *beneath])
    tallies = seen.tallied("plan", today)
    may = doable(request.user, found)
    carried = PlanMessage.objects.visible_to(request.user).filter(plan=found)
    return render(
        request,
        "plans/plan.html",
        {
            "plan": found,
            "parent": next((above for above in plans if above.pk == found.parent_id), None),
            "beneath": [Branch(child, 0, tallies.get(child.pk, Tally())) for child in beneath],
            "tally": tallies.get(found.pk, Tally()),
            "listing": listing,
            "today": today,
            "messages_carried": carried.select_related("message__source", "added_by").order_by(
                "message__audience", "message__code"
            ),
            "may_propose": Permission.PROPOSE in may,
            "may_direct": Permission.DIRECT_ACTION in may,
            "page_marking": marking_of(seen),
        },
    )


@page(methods={"GET"}, needs=Permission.SEE_OFFICIAL)
def totals(request: Request, ref: str) -> HttpResponse:
    plans = seen_plans(request.user)
    found = one_of(plans, ref)
    beneath = list(below(plans, found))
    with_beneath = "beneath" in request.GET and bool(beneath)
    counted = [found, *beneath] if with_beneath else [found]
    actions = Action.objects.visible_to(request.user).filter(plan__in=counted)
    return render(
        request,
        "plans/totals.html",
        {
            "plan": found,
            "beneath": beneath,
            "with_beneath": with_beneath,
            "by_level": totals_by_level(actions),
            "by_status": totals_by_status(actions),
            "page_marking": marking_of(actions),
        },
    )


@dataclass(frozen=True)
class Line:
    """A line of a table of totals, and the query that lists the actions it adds up."""

    words: str
    total: Total
    query: str = ""


def totals_by_level(actions: ActionQuerySet) -> list[Line]:
    found = actions.totals_by_prevention_level()
    names = {**{level.value: short(level) for level in PreventionLevel}, "": "Not said"}
    lines = [
        Line(words, found.get(level, Total()), f"level={level}" if level else "")
        for level, words in names.items()
    ]
    return [*lines, Line("Together", added(lines))]


def totals_by_status(actions: ActionQuerySet) -> list[Line]:
    found = actions.totals("status")
    lines = [Line(status.label, found.get(status, Total()), f"status={status}") for status in Status]
    return [*lines, Line("Together", added(lines))]


def added(lines: Sequence[Line]) -> Total:
    return sum((line.total for line in lines), start=Total())


def groups_led(user: User) -> list[Group]:
    """Those for which this person may begin a plan."""
    mine = Group.objects.where_role(user, roles_with(Permission.DIRECT_ACTION))
    return list(mine.order_by("name"))


def seen_plans(user: User) -> list[Plan]:
    """All of them, in the order of their titles: they are few, and the tree needs them together."""
    return list(Plan.objects.visible_to(user).select_related("group").order_by("title", "ref"))


def one_of(plans: Sequence[Plan], ref: str) -> Plan:
    found = next((plan for plan in plans if plan.ref == ref), None)
    if found is None:
        raise Http404
    return found


def tree(plans: Sequence[Plan], tallies: Mapping[int, Tally]) -> Iterator[Branch]:
    """Each plan beneath its parent; a plan whose parent one may not see stands at the top."""
    seen = {plan.pk for plan in plans}

    def grow(parent: int | None, depth: int) -> Iterator[Branch]:
        for plan in plans:
            above = plan.parent_id if plan.parent_id in seen else None
            if above == parent:
                yield Branch(plan, depth, tallies.get(plan.pk, Tally()))
                yield from grow(plan.pk, depth + 1)

    return grow(None, 0)


def below(plans: Sequence[Plan], top: Plan) -> Iterator[Plan]:
    for plan in plans:
        if plan.parent_id == top.pk:
            yield plan
            yield from below(plans, plan)


def with_plan(query: QueryDict, plan: Plan) -> str:
    """The same list over all plans, narrowed to this one: that is where files are made."""
    asked = query.copy()
    asked["plan"] = plan.ref
    return asked.urlencode()
