"""Actions: all that one may see, one of them, a new one, and its words changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from drystane.access import clock
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.assessment.models import Gap, GapState
from drystane.marking.models import Marking
from drystane.partners.sight import doable, require
from drystane.plans.brag import Colour, Rating
from drystane.plans.finding import start_search
from drystane.plans.forms.action import ActionForm, EditForm
from drystane.plans.forms.twins import unread_twins
from drystane.plans.lists import (
    columns,
    columns_of_file,
    filters,
    marking_of,
    may_take,
    seen_for_file,
    seen_over_plans,
)
from drystane.plans.models import Action, BragOverride, Plan
from drystane.plans.neighbours import neighbours_of
from drystane.plans.operations import edit_action, propose_action
from drystane.plans.overlap.works import Work
from drystane.plans.story import Entry, entries, told_by
from drystane.plans.twins import NO_TWINS, twins_of
from drystane.plans.views.messages import seen_plan
from drystane.plans.views.verbs import choices, seen_action, to_action, told
from drystane.sheets.listing import Listing
from drystane.strategy.models import Recommendation


@page(methods={"GET"}, needs="sign-in")
def actions(request: Request) -> HttpResponse:
    today = clock.today()
    asks_for_file = "export" in request.GET
    rows = (seen_for_file if asks_for_file else seen_over_plans)(request.user, today)
    listing = Listing(
        request,
        rows,
        columns=(columns_of_file if asks_for_file else columns)(today),
        filters=filters(request.user, today, over_plans=True),
        default_sort="brag",
        may_export=may_take,
    )
    if asks_for_file:
        marking = marking_of(listing.rows)
        return listing.export("actions", title="Actions", marking=marking, at=clock.now())
    return render(
        request,
        "plans/actions.html",
        {"listing": listing, "today": today, "page_marking": marking_of(rows)},
    )


@dataclass(frozen=True)
class Shown:
    """The colour as a page tells it: what the rule says and why, and who judged otherwise."""

    colour: Colour
    rule: Rating
    judged: Entry | None


def colour_of(action: Action, history: Sequence[Entry]) -> Shown:
    judgements = (entry for entry in history if entry.kind == BragOverride.__name__)
    latest = next((entry for entry in judgements if entry.to and entry.to == action.brag_override), None)
    today = clock.today()
    return Shown(action.shown_colour(today), action.rating(today), latest)


@page(methods={"GET"}, needs=Permission.SEE_OFFICIAL)
def action(request: Request, ref: str) -> HttpResponse:
    found = seen_action(request.user, ref)
    main, others = choices(found, request.user, doable(request.user, found))
    history = entries(found, request.user)
    return render(
        request,
        "plans/action.html",
        {
            "action": found,
            "shown": colour_of(found, history),
            "is_late": found.is_late(clock.today()),
            "supporting": found.supporting_bodies.order_by("name"),
            "story": told_by(history),
            "neighbours": neighbours_of(found, request.user),
            "main_choices": main,
            "other_choices": others,
            "page_marking": found.marking_label,
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.PROPOSE)
def new_action(request: Request, ref: str) -> HttpResponse:
    plan = seen_plan(request.user, ref)
    may = doable(request.user, plan)
    require(request.user, Permission.PROPOSE, plan)
    asked = Recommendation.objects.visible_to(request.user).filter(ref=request.GET.get("recommendation", ""))
    gap = gap_to_close(request, plan)
    form = ActionForm(
        request.POST or None,
        plan=plan,
        may_mark=Permission.SEE_SENSITIVE in may,
        initial={"recommendation": asked.first(), **begun_from(gap)},
    )
    twins = unread_twins(form, plan, request.user)
    if request.method == "POST" and form.is_valid() and not twins:
        with refusals_on(form):
            made = propose_action(
                plan,
                fields=form.fields_given(),
                supporting_bodies=form.cleaned_data["supporting_bodies"],
                gap=gap,
                by=request.user,
                at=clock.now(),
            )
            start_search(by=request.user, at=clock.now())
            return to_action(request, made, "The action is put forward. The chair or lead officer agrees it.")
    context = {"plan": plan, "form": form, "gap": gap, "twins": twins}
    return render(request, "plans/new_action.html", context)


@page(methods={"POST"}, needs=Permission.SEE_OFFICIAL)
def twins(request: Request, ref: str) -> HttpResponse:
    """Likely twins of what is being typed: the form shows them in place where scripts run. A board adds
    actions to plans of groups below it, so seeing the plan is enough: no more is told than they may see."""
    plan = seen_plan(request.user, ref)
    title, detail = (request.POST.get(name, "")[:4_000] for name in ("title", "detail"))
    draft = Work(request.POST.get("action", ""), title, detail, group=plan.group.name)
    found = twins_of(draft, request.user) if title.strip() else NO_TWINS
    return render(
        request, "plans/twins.html", {"plan": plan, "title": title, "twins": found, "look": request.path}
    )


def gap_to_close(request: Request, plan: Plan) -> Gap | None:
    """The gap of the plan's group that the action is to close, if the address names one to be acted on."""
    if "gap" not in request.GET:
        return None
    rows = Gap.objects.visible_to(request.user).select_related("answer__question")
    states = [GapState.OPEN, GapState.TAKEN_UP]
    return rows.filter(
        ref=request.GET["gap"], group=plan.group, marking=Marking.OFFICIAL, state__in=states
    ).first()


def begun_from(gap: Gap | None) -> dict[str, object]:
    """What the form holds already where the action is to close a gap."""
    if gap is None:
        return {}
    begun: dict[str, object] = {"detail": f"To close the gap {gap}", "baseline": f"{gap.size} steps short"}
    if gap.answer is not None and gap.answer.question.objective:
        begun["objective"] = gap.answer.question.objective
    return begun


@page(methods={"GET", "POST"}, needs=Permission.DIRECT_ACTION)
def edit(request: Request, ref: str) -> HttpResponse:
    found = seen_action(request.user, ref)
    require(request.user, Permission.DIRECT_ACTION, found)
    form, changed, twins = EditForm(request.POST or None, action=found), False, NO_TWINS
    if request.method == "POST" and form.is_valid() and {"title", "detail"} & set(form.changed_data):
        twins = unread_twins(form, found.plan, request.user, found)
    if request.method == "POST" and form.is_valid() and not twins:
        with refusals_on(form):
            edit_action(
                found,
                fields=form.fields_given(),
                supporting_bodies=form.cleaned_data["supporting_bodies"],
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=clock.now(),
            )
            start_search(by=request.user, at=clock.now())
            return to_action(request, found, "Your changes are saved.")
        changed = told(form, found)
    return render(
        request,
        "plans/edit.html",
        {
            "action": found,
            "form": form,
            "twins": twins,
            "saved_otherwise": form.saved_otherwise() if changed else [],
            "page_marking": found.marking_label,
        },
    )
