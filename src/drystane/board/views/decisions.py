"""What the board decided, and what follows from it."""

from datetime import date

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
from drystane.board.agenda import numbered
from drystane.board.citations import without_marks
from drystane.board.models import AgendaItem, Decision, Outcome, PaperRecommendation
from drystane.board.operations import meeting as operations
from drystane.board.quorum import Quorum
from drystane.board.views.planning import action_form, chosen_plan, running_plans
from drystane.partners.models import Group
from drystane.partners.sight import doable, require
from drystane.plans.finding import start_search
from drystane.plans.forms.twins import unread_twins
from drystane.strategy.models import Adoption, Recommendation

RUN = Permission.RUN_BOARD


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def decide(request: Request, ref: str) -> HttpResponse:
    item = get_object_or_404(
        AgendaItem.objects.visible_to(request.user).select_related("meeting__group"), ref=ref
    )
    require(request.user, RUN, item)
    asked = {
        one.ref: one
        for one in PaperRecommendation.objects.visible_to(request.user)
        .filter(paper__item=item)
        .select_related("paper")
        .order_by("order")
    }
    form = forms.DecideForm(
        request.POST or None,
        item=item,
        about=[(ref, f"{numbered(one.paper, one)} {without_marks(str(one))}") for ref, one in asked.items()],
        groups=Group.objects.filter(overseen_by=item.meeting.group).order_by("name"),
        initial={"about": request.GET.get("recommendation", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            decision = operations.decide(
                item,
                outcome=Outcome(given["outcome"]),
                words=given["words"],
                recommendation=asked.get(given["about"]),
                remitted_to=given["remitted_to"],
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, said_of(decision))
            return redirect(decision)
    return render(
        request,
        "board/decide.html",
        {
            "item": item,
            "meeting": item.meeting,
            "form": form,
            "quorum": Quorum.of(item.meeting, item.meeting.attendance.all()),
            "page_marking": item.marking_label,
        },
    )


def said_of(decision: Decision) -> str:
    said = f"Recorded: {decision.get_outcome_display().lower()}."
    if decision.outcome == Outcome.ACTION:
        return f"{said} Now say who does it: add the action, or task a group."
    return said


def found_decision(request: Request, ref: str) -> Decision:
    found = get_object_or_404(
        Decision.objects.visible_to(request.user).select_related("item__meeting__group", "recommendation"),
        ref=ref,
    )
    require(request.user, RUN, found)
    return found


def what_was_asked(decision: Decision) -> str:
    """The words that a tasking or an action can begin with."""
    return decision.words or asked_in(decision)


def asked_in(decision: Decision) -> str:
    return without_marks(decision.recommendation.text) if decision.recommendation else ""


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def follow(request: Request, ref: str, what: str) -> HttpResponse:
    return FOLLOWS[what](request, found_decision(request, ref))


def follow_with_tasking(request: Request, decision: Decision) -> HttpResponse:
    board = Group.objects.filter(pk=decision.governing_group.pk)
    form = forms.FollowTaskingForm(
        request.POST or None,
        boards=board,
        recommendations=in_force(board, clock.today()),
        initial={"asked": what_was_asked(decision)},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            given = operations.decide_tasking(decision, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, f"{given.to_group.name} has been asked. It accepts or returns it.")
            return redirect(decision)
    return follow_page(request, decision, form, "Task a group", "board/follow_tasking.html")


def in_force(boards: QuerySet[Group], on: date) -> QuerySet[Recommendation]:
    """What the editions ask that these boards have adopted."""
    adopted = Adoption.objects.filter(group__in=boards, adopted_on__lte=on).values("edition")
    return Recommendation.objects.filter(edition__in=adopted).order_by("-edition__published_on", "order")


def follow_with_action(request: Request, decision: Decision) -> HttpResponse:
    board = decision.governing_group
    plans = running_plans(forms.groups_of(Group.objects.filter(pk=board.pk)), clock.today())
    plan = chosen_plan(request, plans)
    if plan is None:
        return follow_page(
            request, decision, PlainForm(), "Add an action", "board/follow_which_plan.html", plans=plans
        )
    form = action_form(
        request,
        plan,
        may_mark=Permission.SEE_SENSITIVE in doable(request.user, decision),
        title=what_was_asked(decision),
    )
    twins = unread_twins(form, plan, request.user)
    if request.method == "POST" and form.is_valid() and not twins:
        with refusals_on(form):
            operations.decide_action(
                decision,
                plan,
                fields=form.fields_given(),
                supporting_bodies=form.cleaned_data["supporting_bodies"],
                by=request.user,
                at=clock.now(),
            )
            start_search(by=request.user, at=clock.now())
            messages.success(request, f"The action is in the {plan}. Its group agrees it.")
            return redirect(decision)
    return follow_page(
        request, decision, form, "Add an action", "board/follow_action.html", plan=plan, twins=twins
    )


def follow_with_adoption(request: Request, decision: Decision) -> HttpResponse:
    form = forms.AdoptionForm(
        request.POST or None, board=decision.governing_group, on=decision.item.meeting.on
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            edition = form.cleaned_data["edition"]
            operations.decide_adoption(decision, edition, by=request.user, at=clock.now())
            messages.success(request, f"The board has adopted {edition}. Its wall is now drawn from it.")
            return redirect(decision)
    return follow_page(request, decision, form, "Adopt an edition", "board/follow_adoption.html")


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def take_back(request: Request, ref: str) -> HttpResponse:
    decision = found_decision(request, ref)
    form = PlainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.take_back_decision(decision, by=request.user, at=clock.now())
            messages.success(request, "Taken back. Record what the board did instead.")
            return redirect(decision.item)
    return follow_page(request, decision, form, "Take this outcome back", "board/take_back.html")


def follow_page(
    request: Request, decision: Decision, form: PlainForm, title: str, template: str, **also: object
) -> HttpResponse:
    return render(
        request,
        template,
        {
            "decision": decision,
            "item": decision.item,
            "meeting": decision.item.meeting,
            "form": form,
            "title": title,
            "asked": asked_in(decision),
            "page_marking": decision.item.marking_label,
            **also,
        },
    )


FOLLOWS = {
    "action": follow_with_action,
    "tasking": follow_with_tasking,
    "adoption": follow_with_adoption,
}
