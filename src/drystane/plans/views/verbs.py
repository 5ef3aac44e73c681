"""What is done with an action: each verb is a small page that says what will happen, asks, and does it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.choosing import SeenForm
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.partners.sight import require
from drystane.plans import operations
from drystane.plans.forms.action import may_see_sensitive
from drystane.plans.forms.verbs import (
    BY_RULE,
    FinishForm,
    MainstreamForm,
    MarkForm,
    MoveForm,
    OverrideForm,
    ReasonForm,
    RedateForm,
    UpdateForm,
)
from drystane.plans.models import LIVE, MOVES, OPEN, Action, Progress, Status

DIRECT, REPORT = Permission.DIRECT_ACTION, Permission.UPDATE_ACTION


@dataclass(frozen=True)
class Verb:
    """One thing that can be done with an action."""

    words: str  # on the button
    what: str  # what will happen, and how to take it back
    form: type[SeenForm]
    do: Callable[..., object]  # takes the action, what the form asked, by and at
    said: str  # once it is done
    from_statuses: Collection[Status]
    permission: Permission = DIRECT
    begins_with: Callable[[Action], Mapping[str, Any]] = field(default=lambda _action: {})

    def is_possible(self, action: Action) -> bool:
        return action.status in self.from_statuses


def before(to: Status) -> frozenset[Status]:
    return frozenset(status for status, following in MOVES.items() if to in following)


def report(action: Action, *, progress: str, seen: int, **given: Any) -> None:  # noqa: ARG001
    """Reports never overwrite one another, so it does not matter which version was seen."""
    operations.update_action(action, progress=Progress(progress), **given)


def today_first(_action: Action) -> Mapping[str, Any]:
    return {"on": clock.today()}


VERBS = {
    "agree": Verb(
        words="Agree this action",
        what="It becomes a promise: from then on its due date moves only with a reason. "
        "It can still be dropped.",
        form=MoveForm,
        do=operations.agree_action,
        said="The action is agreed.",
        from_statuses=before(Status.AGREED),
    ),
    "start": Verb(
        words="Start the work",
        what="The action is under way, and its colour begins to tell how it goes. "
        "Work that was called done begins again, and needs a reason.",
        form=MoveForm,
        do=operations.start_action,
        said="The action is under way.",
        from_statuses=before(Status.UNDER_WAY),
    ),
    "update": Verb(
        words="Report how it stands",
        what="Your report stands in the history and counts for the colour. It is never changed; a later one "
        "puts it right.",
        form=UpdateForm,
        do=report,
        said="Your report is in the history.",
        from_statuses=LIVE,
        permission=REPORT,
        begins_with=today_first,
    ),
    "finish": Verb(
        words="Mark it done",
        what="The action is complete and turns blue. If it was not finished after all, the work can be "
        "started again.",
        form=FinishForm,
        do=operations.finish_action,
        said="The action is done.",
        from_statuses=before(Status.DONE),
    ),
    "mainstream": Verb(
        words="Make it everyday work",
        what="The work is proven and somebody carries it on without the plan: it leaves the plan and becomes "
        "a cope stone of the wall. This is not taken back; new work is a new action.",
        form=MainstreamForm,
        do=operations.mainstream_action,
        said="The action has become everyday work.",
        from_statuses=before(Status.MAINSTREAMED),
        begins_with=today_first,
    ),
    "redate": Verb(
        words="Move its date",
        what="The date first promised stays on record, and so does every reason for moving it.",
        form=RedateForm,
        do=operations.redate_action,
        said="The due date is moved.",
        from_statuses=OPEN,
    ),
    "override": Verb(
        words="Judge its colour",
        what="Your judgement is shown in place of the rule's colour, with your name and reason and what "
        "the rule says beside it. It ends when the action is closed, or when you let the rule speak again.",
        form=OverrideForm,
        do=operations.override_brag,
        said="Your judgement is shown.",
        from_statuses=OPEN,
        begins_with=lambda action: {"colour": action.brag_override or BY_RULE},
    ),
    "drop": Verb(
        words="Drop it",
        what="Nobody will do it. It stays on record with your reason. This is not taken back; put it forward "
        "again as a new action.",
        form=ReasonForm,
        do=operations.drop_action,
        said="The action is dropped.",
        from_statuses=before(Status.DROPPED),
    ),
    "mark": Verb(
        words="Change its marking",
        what="OFFICIAL-SENSITIVE hides the action, its history and its share of every figure from all but "
        "the chair, lead officer and members of its own group. Whoever raises a marking is the only one who "
        "may lower it.",
        form=MarkForm,
        do=operations.change_marking,
        said="The marking is changed.",
        from_statuses=frozenset(Status),
        begins_with=lambda action: {"marking": action.marking, "descriptor": action.descriptor},
    ),
}
FORWARD = ("agree", "finish", "mainstream", "start", "update")  # what moves it on, as against what amends it


@dataclass(frozen=True)
class Choice:
    """A button of an action's page."""

    words: str
    url: str


def choices(action: Action, person: User, may: Collection[Permission]) -> tuple[list[Choice], list[Choice]]:
    """What this person may do next, what moves the action on before what amends it."""
    possible = {
        name: Choice(verb.words, reverse("plans:verb", args=[action.ref, name]))
        for name, verb in VERBS.items()
        if verb.is_possible(action)
        and (verb.permission in may or (name == "mark" and lowers(action, person)))
    }
    forward = [possible[name] for name in FORWARD if name in possible]
    others = [choice for name, choice in possible.items() if name not in FORWARD]
    if DIRECT in may:
        others.insert(0, Choice("Change its words or its lead", reverse("plans:edit", args=[action.ref])))
        if action.status in LIVE:
            others.append(
                Choice("Give it another recommendation", reverse("plans:repoint", args=[action.ref]))
            )
    return forward, others


def lowers(action: Action, person: User) -> bool:
    """Whoever gave a marking may take it away, whatever their role."""
    return action.is_sensitive and action.marked_by_id == person.pk


@page(methods={"GET", "POST"}, needs=Permission.DIRECT_ACTION)
def direct(request: Request, ref: str, verb: str) -> HttpResponse:
    found = seen_action(request.user, ref)
    require(request.user, DIRECT, found)
    return done(request, found, VERBS[verb])


@page(methods={"GET", "POST"}, needs=Permission.UPDATE_ACTION)
def update(request: Request, ref: str, verb: str) -> HttpResponse:
    found = seen_action(request.user, ref)
    require(request.user, REPORT, found)
    return done(request, found, VERBS[verb])


@page(methods={"GET", "POST"}, needs=Permission.DIRECT_ACTION)
def mark(request: Request, ref: str, verb: str) -> HttpResponse:
    """Whoever directs the action may raise its marking; its originator may lower it even so."""
    found = seen_action(request.user, ref)
    if not lowers(found, request.user):
        require(request.user, DIRECT, found)
    return done(request, found, VERBS[verb])


def done(request: Request, action: Action, verb: Verb) -> HttpResponse:
    if request.method == "GET" and not verb.is_possible(action):
        messages.info(
            request, f"This action is {action.get_status_display().lower()}: that cannot be done now."
        )
        return redirect(action)
    form = verb.form(request.POST or None, initial={**verb.begins_with(action), "seen": action.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            verb.do(action, **form.cleaned_data, by=request.user, at=clock.now())
            return to_action(request, action, verb.said)
        told(form, action)
    return render(
        request,
        "plans/verb.html",
        {
            "action": action,
            "verb": verb,
            "form": form,
            "rule": action.rating(clock.today()),
            "page_marking": action.marking_label,
            "would_lose_it": lead_who_would_lose_it(action) if verb.form is MarkForm else None,
        },
    )


def lead_who_would_lose_it(action: Action) -> User | None:
    """Its lead person, if raising the marking would hide the action from them."""
    lead = action.lead_person
    if lead is None or action.is_sensitive or may_see_sensitive(action.plan.group, lead):
        return None
    return lead


def told(form: SeenForm, action: Action) -> bool:
    """After a refusal: whether the action had changed since it was seen. The page then shows it as it is now,
    so that whatever is sent next is sent knowingly."""
    action.refresh_from_db()
    changed = form.version_seen != action.version
    if changed:
        form.look_again(action.version)
    return changed


def seen_action(user: User, ref: str) -> Action:
    related = (
        "plan__group",
        "lead_person",
        "lead_body",
        "lead_service__organisation",
        "recommendation__edition",
    )
    others = ("message", "threat", "source", "proposed_by", "marked_by")
    return get_object_or_404(Action.objects.visible_to(user).select_related(*related, *others), ref=ref)


def to_action(request: Request, action: Action, said: str) -> HttpResponse:
    """On to the action; to its plan where its marking hides it from whoever stated no purpose."""
    if Action.objects.visible_to(request.user).filter(pk=action.pk).exists():
        messages.success(request, said)
        return redirect(action)
    messages.success(request, f"{said} It is {action.marking_label}: state your purpose to see it.")
    return redirect(action.plan)
