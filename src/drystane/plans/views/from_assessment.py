"""What a self-assessment means for the plans: an action for a gap, and what a new version of the questions
touches."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.assessment.models import Gap, Instrument, Question
from drystane.assessment.versions import VersionChanges, compare_versions
from drystane.partners.sight import require
from drystane.plans.lists import marking_of
from drystane.plans.models import LIVE, Action, Plan


@page(methods={"GET"}, needs=Permission.PROPOSE)
def action_for_gap(request: Request, ref: str) -> HttpResponse:
    """On to the form of a new action, in the plan of the gap's group; where it has several, a choice."""
    gap = get_object_or_404(Gap.objects.visible_to(request.user).select_related("group"), ref=ref)
    require(request.user, Permission.PROPOSE, gap)
    today = clock.today()
    plans = Plan.objects.visible_to(request.user).filter(
        group=gap.group, starts_on__lte=today, ends_on__gte=today
    )
    found = list(plans.order_by("title", "ref"))
    addresses = [(plan, f"{reverse('plans:new_action', args=[plan.ref])}?gap={gap.ref}") for plan in found]
    if len(addresses) == 1:
        return redirect(addresses[0][1])
    return render(
        request,
        "plans/plan_for_gap.html",
        {"gap": gap, "plans": addresses, "page_marking": gap.marking_label},
    )


@dataclass(frozen=True)
class Touched:
    """A question that the new version asks otherwise, and the actions that were opened for it."""

    before: Question
    now: Question | None  # None: no longer asked
    actions: Sequence[Action]


@page(methods={"GET"}, needs="sign-in")
def refresh(request: Request, ref: str) -> HttpResponse:
    """What a version of an instrument changes against the one it replaces, and which actions that touches."""
    rows = Instrument.objects.visible_to(request.user).select_related("replaces")
    found = get_object_or_404(rows, ref=ref)
    if found.replaces is None:
        return redirect(found)
    changes = compare_versions(found.replaces, found)
    actions = actions_for(found.replaces, request.user)
    return render(
        request,
        "plans/refresh.html",
        {
            "instrument": found,
            "before": found.replaces,
            "new": changes.new,
            "same": changes.same,
            "touched": list(touched(changes, actions)),
            "page_marking": marking_of(actions),
        },
    )


def actions_for(instrument: Instrument, user: User) -> QuerySet[Action]:
    """Those not yet done that this person may see, opened from gaps of this version."""
    gaps = Gap.objects.visible_to(user).filter(answer__question__instrument=instrument)
    rows = Action.objects.visible_to(user).filter(gap__in=gaps.values("pk"))
    return rows.filter(status__in=LIVE).select_related("plan", "gap__answer")


def touched(changes: VersionChanges, actions: QuerySet[Action]) -> Sequence[Touched]:
    by_question: dict[int, list[Action]] = {}
    for action in actions.order_by("title", "ref"):
        assert action.gap is not None  # noqa: S101  # found by its gap
        assert action.gap.answer is not None  # noqa: S101  # which is of an answer
        by_question.setdefault(action.gap.answer.question_id, []).append(action)
    pairs: list[tuple[Question, Question | None]] = [
        *changes.reworded,
        *((gone, None) for gone in changes.gone),
    ]
    return [Touched(before, now, by_question.get(before.pk, [])) for before, now in pairs]
