"""A spotlight session, what the board made of it, and what became of that."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.forms import PlainForm
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.board import forms
from drystane.board.forms.spotlights import (
    EditSpotlightForm,
    FollowUpForm,
    IssueForm,
    NothingForm,
    OutcomeMessageForm,
    PracticeForm,
    SpotlightForm,
)
from drystane.board.models import AgendaItem, Spotlight, SpotlightOutcome
from drystane.board.operations import spotlight as operations
from drystane.board.views.planning import action_form, chosen_plan, running_plans
from drystane.marking.models import highest, label
from drystane.partners.models import Group
from drystane.partners.sight import doable, require
from drystane.plans.finding import start_search
from drystane.plans.forms.twins import unread_twins

RUN = Permission.RUN_BOARD
Kind = SpotlightOutcome.Kind


def found_spotlight(request: Request, ref: str) -> Spotlight:
    rows = Spotlight.objects.visible_to(request.user).select_related("item__meeting__group", "body")
    return get_object_or_404(rows, ref=ref)


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def give_spotlight(request: Request, ref: str) -> HttpResponse:
    item = get_object_or_404(
        AgendaItem.objects.visible_to(request.user).select_related("meeting__group"), ref=ref
    )
    require(request.user, RUN, item)
    form = SpotlightForm(request.POST or None, initial={"topic": item.title})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            given = operations.give_spotlight(item, fields=form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "The item is a spotlight now.")
            return redirect(given)
    return render(
        request,
        "board/give_spotlight.html",
        {"item": item, "meeting": item.meeting, "form": form, "page_marking": item.marking_label},
    )


@page(methods={"GET"}, needs="sign-in")
def spotlight(request: Request, ref: str) -> HttpResponse:
    found = found_spotlight(request, ref)
    outcomes = list(
        SpotlightOutcome.objects.visible_to(request.user)
        .filter(spotlight=found)
        .select_related("message__group", "action__plan", "owner", "by", "what_came_by")
        .order_by("at", "ref")
    )
    left = set(
        SpotlightOutcome.objects.filter(pk__in=[one.pk for one in outcomes])
        .not_followed_up(clock.today())
        .values_list("pk", flat=True)
    )
    actions = [one.action for one in outcomes if one.action]
    may_run = RUN in doable(request.user, found)
    return render(
        request,
        "board/spotlight.html",
        {
            "spotlight": found,
            "meeting": found.meeting,
            "outcomes": [(one, one.pk in left) for one in outcomes],
            "kinds": Kind.choices,
            "may_follow_up": may_run,
            "may_run": may_run and not found.meeting.is_closed,
            "page_marking": label(
                highest([found.item.marking, *(action.marking for action in actions)]),
                [found.item.descriptor, *(action.descriptor for action in actions)],
            ),
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def edit_spotlight(request: Request, ref: str) -> HttpResponse:
    found = found_spotlight(request, ref)
    require(request.user, RUN, found)
    now = {name: getattr(found, name) for name in SpotlightForm.base_fields}
    form = EditSpotlightForm(request.POST or None, initial={**now, "seen": found.version})
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        version = fields.pop("seen")
        with refusals_on(form):
            operations.edit_spotlight(found, fields=fields, seen=version, by=request.user, at=clock.now())
            messages.success(request, "The spotlight is changed.")
            return redirect(found)
    return page_of(request, found, form, "Change the spotlight", "board/edit_spotlight.html")


def page_of(
    request: Request, spotlight: Spotlight, form: PlainForm, title: str, template: str, **also: object
) -> HttpResponse:
    return render(
        request,
        template,
        {
            "spotlight": spotlight,
            "meeting": spotlight.meeting,
            "form": form,
            "title": title,
            "page_marking": spotlight.item.marking_label,
            **also,
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def outcome(request: Request, ref: str, kind: str) -> HttpResponse:
    found = found_spotlight(request, ref)
    require(request.user, RUN, found)
    return OUTCOMES[Kind(kind)](request, found, Kind(kind))


def ask_and_keep(
    request: Request, found: Spotlight, kind: Kind, form: PlainForm, keep: Callable[..., SpotlightOutcome]
) -> HttpResponse:
    """Ask the form of one kind of outcome, and keep what it says."""
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            keep(**form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, f"Recorded: {kind.label.lower()}.")
            return redirect(found)
    return page_of(request, found, form, kind.label, "board/spotlight_outcome.html")


def with_message(request: Request, found: Spotlight, kind: Kind) -> HttpResponse:
    form = OutcomeMessageForm(request.POST or None, boards=board_of(found))
    return ask_and_keep(request, found, kind, form, partial(operations.outcome_message, found))


def with_issue(request: Request, found: Spotlight, kind: Kind) -> HttpResponse:
    form = IssueForm(request.POST or None, boards=board_of(found))
    return ask_and_keep(request, found, kind, form, partial(operations.outcome_in_words, found, kind))


def with_practice(request: Request, found: Spotlight, kind: Kind) -> HttpResponse:
    form = PracticeForm(request.POST or None)
    return ask_and_keep(request, found, kind, form, partial(operations.outcome_in_words, found, kind))


def with_nothing(request: Request, found: Spotlight, kind: Kind) -> HttpResponse:
    form = NothingForm(request.POST or None)
    return ask_and_keep(request, found, kind, form, partial(operations.outcome_in_words, found, kind))


def with_action(request: Request, found: Spotlight, kind: Kind) -> HttpResponse:
    plans = running_plans(forms.groups_of(board_of(found)), clock.today())
    plan = chosen_plan(request, plans)
    if plan is None:
        return page_of(
            request, found, PlainForm(), kind.label, "board/spotlight_which_plan.html", plans=plans
        )
    form = action_form(request, plan, may_mark=Permission.SEE_SENSITIVE in doable(request.user, found))
    twins = unread_twins(form, plan, request.user)
    if request.method == "POST" and form.is_valid() and not twins:
        with refusals_on(form):
            operations.outcome_action(
                found,
                plan,
                fields=form.fields_given(),
                supporting_bodies=form.cleaned_data["supporting_bodies"],
                by=request.user,
                at=clock.now(),
            )
            start_search(by=request.user, at=clock.now())
            messages.success(request, f"The action is in the {plan}. Its group agrees it.")
            return redirect(found)
    return page_of(request, found, form, kind.label, "board/spotlight_action.html", plan=plan, twins=twins)


def board_of(spotlight: Spotlight) -> QuerySet[Group]:
    return Group.objects.filter(pk=spotlight.governing_group.pk)


OUTCOMES = {
    Kind.MESSAGE: with_message,
    Kind.ACTION: with_action,
    Kind.ISSUE: with_issue,
    Kind.PRACTICE: with_practice,
    Kind.NOTHING: with_nothing,
}


def found_outcome(request: Request, ref: str) -> SpotlightOutcome:
    rows = SpotlightOutcome.objects.visible_to(request.user).select_related(
        "spotlight__item__meeting__group", "spotlight__body", "message", "action"
    )
    found = get_object_or_404(rows, ref=ref)
    require(request.user, RUN, found)
    return found


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def take_back_outcome(request: Request, ref: str) -> HttpResponse:
    found = found_outcome(request, ref)
    form = PlainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.take_back_outcome(found, by=request.user, at=clock.now())
            messages.success(request, "Taken back.")
            return redirect(found.spotlight)
    return outcome_page(request, found, form, "Take this outcome back")


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def follow_up(request: Request, ref: str) -> HttpResponse:
    found = found_outcome(request, ref)
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.follow_up(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "Kept: what came of it stands beside the outcome.")
            return redirect(found.spotlight)
    return outcome_page(request, found, form, "Say what came of it")


def outcome_page(request: Request, outcome: SpotlightOutcome, form: PlainForm, title: str) -> HttpResponse:
    actions = [outcome.action] if outcome.action else []
    found = outcome.spotlight
    return page_of(
        request,
        found,
        form,
        title,
        "board/outcome_page.html",
        outcome=outcome,
        page_marking=label(
            highest([found.item.marking, *(action.marking for action in actions)]),
            [found.item.descriptor, *(action.descriptor for action in actions)],
        ),
    )
