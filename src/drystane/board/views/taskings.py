"""What the board asked of its groups, and what they answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from drystane.access import clock
from drystane.access.choosing import SeenForm
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission, roles_with
from drystane.access.refusals import refusals_on
from drystane.board import forms
from drystane.board.lists import (
    may_take_taskings,
    seen_taskings,
    tasking_columns,
    tasking_columns_of_file,
    tasking_filters,
)
from drystane.board.models import ActionReason, Decision, Tasking, TaskingMove, TaskingState
from drystane.board.operations import tasking as operations
from drystane.board.views.planning import action_form, chosen_plan, running_plans
from drystane.documents.packs import spoken
from drystane.marking.models import highest, label
from drystane.partners.models import Group
from drystane.partners.sight import doable, require
from drystane.plans.finding import start_search
from drystane.plans.forms.twins import unread_twins
from drystane.plans.lists import marking_of
from drystane.sheets.listing import Listing
from drystane.strategy.models import Adoption, Recommendation

ANSWER, RUN, PROPOSE = Permission.ANSWER_TASKING, Permission.RUN_BOARD, Permission.PROPOSE


def boards_run_by(user: User) -> QuerySet[Group]:
    return Group.objects.where_role(user, roles_with(RUN)).filter(kind=Group.Kind.BOARD)


def seen(user: User) -> QuerySet[Tasking]:
    return seen_taskings(user).select_related("to_group", "board__overseen_by", "recommendation", "given_by")


@page(methods={"GET"}, needs="sign-in")
def taskings(request: Request) -> HttpResponse:
    today = clock.today()
    asks_for_file = "export" in request.GET
    listing = Listing(
        request,
        seen_taskings(request.user),
        columns=(tasking_columns_of_file if asks_for_file else tasking_columns)(today),
        filters=tasking_filters(today),
        default_sort="due",
        may_export=may_take_taskings,
    )
    if listing.wants_export:
        return listing.export("taskings", title="Taskings", marking="OFFICIAL", at=clock.now())
    return render(
        request,
        "board/taskings.html",
        {
            "listing": listing,
            "may_give": boards_run_by(request.user).exists(),
            "counts": Tasking.objects.visible_to(request.user).counted(today),
        },
    )


@dataclass(frozen=True)
class Happening:
    """A move of the tasking, as a sentence."""

    at: datetime
    sentence: str
    why: str


SENTENCES = {
    TaskingState.GIVEN: "{who} asked {group} on {day}",
    TaskingState.ACCEPTED: "{who} accepted it for {group} on {day}",
    TaskingState.RETURNED: "{who} returned it for {group} on {day}",
    TaskingState.REPORTED: "{who} reported back for {group} on {day}",
    TaskingState.WITHDRAWN: "{who} withdrew it for {board} on {day}",
}
AGAIN = "{who} asked {group} again on {day}"
OTHERWISE = "{who} changed what is asked on {day}. Before: “{asked}”, to report back by {due}"


def happenings(tasking: Tasking) -> list[Happening]:
    moves: list[TaskingMove] = list(tasking.moves.select_related("by").order_by("-at", "-pk"))
    return [Happening(at=move.at, sentence=sentence(move, tasking), why=move.why) for move in moves]


def sentence(move: TaskingMove, tasking: Tasking) -> str:
    return words_for(move).format(
        who=move.by.name if move.by else "Drystane",
        group=tasking.to_group.name,
        board=tasking.board.name,
        day=spoken(timezone.localdate(move.at)),
        asked=move.asked_before,
        due=spoken(move.report_back_before) if move.report_back_before else "",
    )


def words_for(move: TaskingMove) -> str:
    if move.is_change:
        return OTHERWISE
    return AGAIN if move.before and move.to == TaskingState.GIVEN else SENTENCES[TaskingState(move.to)]


@page(methods={"GET"}, needs="sign-in")
def tasking(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(
        seen(request.user).prefetch_related("supporting_groups"),
        ref=ref,
    )
    for_group, for_board = doable(request.user, found), doable(request.user, found.board)
    # Asked for whether or not there is one: a page costs the same if the decision is hidden.
    decision = (
        Decision.objects.visible_to(request.user)
        .filter(taskings=found)
        .select_related("item__meeting__group")
        .first()
    )
    reasons = (
        ActionReason.objects.visible_to(request.user)
        .filter(tasking=found)
        .select_related("action__plan", "action__lead_person", "action__lead_body")
        .order_by("action__due_on", "action__ref")
    )
    actions = [reason.action for reason in reasons]
    today = clock.today()
    return render(
        request,
        "board/tasking.html",
        {
            "tasking": found,
            "is_late": found.is_late(today),
            "decision": decision,
            "actions": [(action, action.shown_colour(today)) for action in actions],
            "page_marking": label(
                highest(action.marking for action in actions), [action.descriptor for action in actions]
            ),
            "happened": happenings(found),
            "verbs": [
                (name, verb.button)
                for name, verb in VERBS.items()
                if verb.is_open(found, for_group, for_board)
            ],
            "may_change": found.state == TaskingState.GIVEN and RUN in for_board,
            "may_plan": found.state == TaskingState.ACCEPTED and PROPOSE in for_group,
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def give_tasking(request: Request) -> HttpResponse:
    boards = boards_run_by(request.user)
    if not boards.exists():
        raise PermissionDenied("Only the chair or lead officer of a board gives a tasking.")
    asked_for = recommendation_of(request)
    form = forms.TaskingForm(
        request.POST or None,
        boards=boards,
        recommendations=to_choose_from(boards, asked_for),
        initial={"recommendation": asked_for.ref, "asked": asked_for.text} if asked_for else {},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            given = operations.give_tasking(**form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, f"{given.to_group.name} has been asked. It accepts or returns it.")
            return redirect(given)
    return render(request, "board/give_tasking.html", {"form": form, "recommendation": asked_for})


def recommendation_of(request: Request) -> Recommendation | None:
    """The one named in the address: asking from its page needs no choosing."""
    ref = request.GET.get("recommendation")
    if not ref:
        return None
    return get_object_or_404(Recommendation.objects.visible_to(request.user), ref=ref)


def to_choose_from(boards: QuerySet[Group], asked_for: Recommendation | None) -> QuerySet[Recommendation]:
    """What the editions ask that these boards work to; from a recommendation's page only that one."""
    if asked_for is not None:
        return Recommendation.objects.filter(pk=asked_for.pk)
    adopted = Adoption.objects.filter(group__in=boards).values("edition")
    return Recommendation.objects.filter(edition__in=adopted).order_by("-edition__published_on", "order")


Can = frozenset[Permission]


@dataclass(frozen=True)
class Verb:
    """One thing to do with a tasking: who may, when, what is asked, and what is said after."""

    button: str
    purpose: str
    said: str
    needs: Permission
    to: TaskingState
    form: type[SeenForm]
    act: Callable[..., None]

    @property
    def is_the_boards(self) -> bool:
        return self.needs is RUN

    def is_open(self, tasking: Tasking, for_group: Can, for_board: Can) -> bool:
        can = for_board if self.is_the_boards else for_group
        return self.needs in can and self.to in tasking.may_become()


VERBS = {
    "accept": Verb(
        button="Accept it",
        purpose="The group takes it on. It can then plan actions for it, and reports back by the day asked.",
        said="Accepted. Now plan what the group does about it.",
        needs=ANSWER,
        to=TaskingState.ACCEPTED,
        form=forms.NoteForm,
        act=operations.accept_tasking,
    ),
    "return": Verb(
        button="Return it with a reason",
        purpose="The group does not take it on. The board reads why and asks again, or withdraws it.",
        said="Returned. The board sees your reason.",
        needs=ANSWER,
        to=TaskingState.RETURNED,
        form=forms.ReturnForm,
        act=operations.return_tasking,
    ),
    "report": Verb(
        button="Report back",
        purpose="Tells the board what came of it. It then counts as answered; its actions go on.",
        said="Reported back. The board sees it now.",
        needs=ANSWER,
        to=TaskingState.REPORTED,
        form=forms.ReportForm,
        act=operations.report_back,
    ),
    "give_again": Verb(
        button="Ask again",
        purpose="The group is asked once more, by a new day. It accepts or returns it as before.",
        said="Asked again.",
        needs=RUN,
        to=TaskingState.GIVEN,
        form=forms.GiveAgainForm,
        act=operations.give_again,
    ),
    "withdraw": Verb(
        button="Withdraw it",
        purpose="The board asks no longer. This cannot be taken back; the board can ask anew.",
        said="Withdrawn.",
        needs=RUN,
        to=TaskingState.WITHDRAWN,
        form=forms.WithdrawForm,
        act=operations.withdraw_tasking,
    ),
}


@page(methods={"GET", "POST"}, needs=Permission.ANSWER_TASKING)
def answer(request: Request, ref: str, verb: str) -> HttpResponse:
    return carry_out(request, ref, verb)


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def ask_otherwise(request: Request, ref: str, verb: str) -> HttpResponse:
    return carry_out(request, ref, verb)


def carry_out(request: Request, ref: str, name: str) -> HttpResponse:
    found, verb = get_object_or_404(seen(request.user), ref=ref), VERBS[name]
    require(request.user, verb.needs, found.board if verb.is_the_boards else found)
    form = verb.form(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        with refusals_on(form):
            operations.must_be_as_seen(found, said.pop("seen"))
            verb.act(found, **said, by=request.user, at=clock.now())
            messages.success(request, verb.said)
            return redirect(found)
        show_again(found, form)
    return render(request, "board/tasking_verb.html", {"tasking": found, "form": form, "verb": verb})


def show_again(tasking: Tasking, form: SeenForm) -> None:
    """As it is now, for whoever was refused: what they send next is meant for that."""
    tasking.refresh_from_db()
    form.look_again(tasking.version)


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def change_tasking(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    require(request.user, RUN, found.board)
    now = {"asked": found.asked, "report_back_on": found.report_back_on, "seen": found.version}
    form = forms.ChangeTaskingForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        with refusals_on(form):
            operations.must_be_as_seen(found, said.pop("seen"))
            operations.change_tasking(found, **said, by=request.user, at=clock.now())
            messages.success(request, "Changed. The group sees what was asked before.")
            return redirect(found)
        show_again(found, form)
    return render(request, "board/change_tasking.html", {"tasking": found, "form": form})


@page(methods={"GET", "POST"}, needs=Permission.PROPOSE)
def link_action(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    require(request.user, PROPOSE, found)
    form = forms.LinkForm(request.POST or None, tasking=found, by=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.link_action(found, form.cleaned_data["action"], by=request.user, at=clock.now())
            messages.success(request, "The action now answers this tasking.")
            return redirect(found)
    return render(
        request,
        "board/link_action.html",
        {"tasking": found, "form": form, "page_marking": marking_of(form.offered)},
    )


@page(methods={"GET", "POST"}, needs=Permission.PROPOSE)
def plan_for_tasking(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    require(request.user, PROPOSE, found)
    plans = running_plans(Group.objects.filter(pk=found.to_group_id), clock.today())
    plan = chosen_plan(request, plans)
    if plan is None:
        return render(request, "board/which_plan.html", {"tasking": found, "plans": plans})
    form = action_form(
        request,
        plan,
        may_mark=Permission.SEE_SENSITIVE in doable(request.user, found),
        recommendation=found.recommendation,
    )
    twins = unread_twins(form, plan, request.user)
    if request.method == "POST" and form.is_valid() and not twins:
        with refusals_on(form):
            operations.propose_action_for(
                found,
                plan,
                fields=form.fields_given(),
                supporting_bodies=form.cleaned_data["supporting_bodies"],
                by=request.user,
                at=clock.now(),
            )
            start_search(by=request.user, at=clock.now())
            messages.success(request, f"The action is put forward in the {plan}.")
            return redirect(found)
    return render(
        request, "board/plan_for_tasking.html", {"tasking": found, "plan": plan, "form": form, "twins": twins}
    )
