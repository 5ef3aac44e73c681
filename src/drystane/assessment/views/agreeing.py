"""In common: both sides of each shared subject, a position proposed, answered, taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.choosing import SeenForm
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.assessment.forms.agreeing import (
    ConfirmForm,
    DeclineForm,
    ProposeForm,
    WithdrawPositionForm,
)
from drystane.assessment.in_common import Pair, in_order_of, lines
from drystane.assessment.models import (
    Agreement,
    AgreementState,
    Answer,
    Assessment,
    Crosswalk,
    Gap,
    State,
    Subject,
)
from drystane.assessment.operations import (
    confirm_position,
    decline_position,
    propose_position,
    withdraw_position,
)
from drystane.assessment.story import story_of_agreement
from drystane.assessment.views.finding import marking_of, seen_agreement, seen_assessment
from drystane.partners.models import Group
from drystane.partners.sight import may, require, seats_of

AGREE = Permission.AGREE_POSITION


def others_beside(found: Assessment) -> list[Assessment]:
    """With whom a position can be agreed. That they have submitted is OFFICIAL; what they say is not."""
    rows = Assessment.objects.beside(found).select_related("group__overseen_by", "instrument")
    return list(rows.order_by("group__name", "ref"))


def chosen_other(request: Request, others: Sequence[Assessment]) -> Assessment | None:
    wanted = request.GET.get("with", "")
    return next((other for other in others if other.ref == wanted), next(iter(others), None))


@page(methods={"GET"}, needs=Permission.SEE_OFFICIAL)
def common(request: Request, ref: str) -> HttpResponse:
    found = seen_assessment(request.user, ref)
    others = others_beside(found)
    other = chosen_other(request, others)
    crosswalk = crosswalk_of(found, other) if other else None
    agrees = found.state == State.SUBMITTED and may(request.user, AGREE, found)
    shown: dict[str, Any] = {}
    if other is not None and crosswalk is not None:
        first, second = in_order_of(crosswalk, found, other)
        seen = Assessment.objects.visible_to(request.user).filter(pk__in=[first.pk, second.pk])
        pair = Pair(first, second, frozenset([*seen.values_list("pk", flat=True), *told_of(other, agrees)]))
        shown = {
            "first": first,
            "second": second,
            "lines": lines(crosswalk, pair),
        }
    return render(
        request,
        "assessment/common.html",
        {
            "assessment": found,
            "others": others,
            "other": other,
            "crosswalk": crosswalk,
            **shown,
            "may_propose": agrees,
            "page_marking": marking_of([found]),
        },
    )


def told_of(other: Assessment, agrees: bool) -> list[int]:
    """Once both have submitted, whoever agrees positions is told the other side's level of what they share:
    where the two differ is what there is to agree. The answers stay the other group's own."""
    return [other.pk] if agrees and not other.is_sensitive else []


def crosswalk_of(one: Assessment, other: Assessment) -> Crosswalk | None:
    return Crosswalk.objects.between(one.instrument, other.instrument).first()


@page(methods={"GET", "POST"}, needs=Permission.AGREE_POSITION)
def propose(request: Request, ref: str, subject: str) -> HttpResponse:
    found = seen_assessment(request.user, ref)
    about = get_object_or_404(Subject.objects.select_related("crosswalk").current(), ref=subject)
    require(request.user, AGREE, found)
    tied = {about.crosswalk.first_id, about.crosswalk.second_id}
    others = [other for other in others_beside(found) if {other.instrument_id, found.instrument_id} == tied]
    other = chosen_other(request, others)
    if other is None:
        messages.info(request, "No other group has submitted what this subject could be agreed with.")
        return redirect("assessment:common", found.ref)
    both = [found.group, other.group]
    form = ProposeForm(
        request.POST or None,
        both=both,
        holds=held(request.user, both),
        initial={"lead_group": found.group.ref, "acting_for": found.group.ref},
    )
    if request.method == "POST" and form.is_valid():
        ours, theirs = (found, other) if form.acts_for == found.group else (other, found)
        given = form.cleaned_data
        with refusals_on(form):
            made = propose_position(
                about,
                ours=ours,
                theirs=theirs,
                position=given["position"],
                reason=given["reason"],
                lead_group=given["lead_group"],
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, f"Your proposal waits for {theirs.group.name}.")
            return redirect(made)
    return render(
        request,
        "assessment/propose.html",
        {
            "assessment": found,
            "other": other,
            "subject": about,
            "ours": own_answers(about, found),
            "form": form,
            "page_marking": marking_of([found]),
        },
    )


def own_answers(subject: Subject, assessment: Assessment) -> list[Answer]:
    asked = subject.questions.filter(instrument=assessment.instrument_id)
    return list(Answer.objects.filter(assessment=assessment, question__in=asked).in_order())


def held(user: User, both: Sequence[Group]) -> list[Group]:
    """For which of the groups this person may agree a position."""
    holds = seats_of(user).where(AGREE)
    return [group for group in both if group.pk in holds]


@page(methods={"GET"}, needs=Permission.SEE_OFFICIAL)
def agreement(request: Request, ref: str) -> HttpResponse:
    found = seen_agreement(request.user, ref)
    holds = held(request.user, found.groups)
    gap = Gap.objects.visible_to(request.user).filter(agreement=found).first()
    is_proposed = found.state == AgreementState.PROPOSED
    return render(
        request,
        "assessment/agreement.html",
        {
            "agreement": found,
            "gap": gap,
            "events": story_of_agreement(found),
            "may_answer": is_proposed and found.other_group in holds and found.proposed_by != request.user,
            "may_withdraw": is_proposed and found.proposed_for in holds,
            "page_marking": marking_of([gap] if gap else []),
        },
    )


@dataclass(frozen=True)
class Verb:
    words: str
    what: str
    form: type[SeenForm]
    do: Callable[..., None]
    said: str


VERBS = {
    "confirm": Verb(
        "Agree to this position",
        "Both groups stand there from now on, and what is missing becomes a gap of the group that takes it "
        "on. Your side's level is shown with it. Another position can be proposed later.",
        ConfirmForm,
        confirm_position,
        "Both groups agree on this position.",
    ),
    "decline": Verb(
        "Decline it",
        "Nothing is agreed. The other group reads your reason and can propose another position.",
        DeclineForm,
        decline_position,
        "The proposal is declined.",
    ),
    "withdraw": Verb(
        "Take the proposal back",
        "Nothing is agreed. It stays on record with your reason, and another can be proposed.",
        WithdrawPositionForm,
        withdraw_position,
        "The proposal is taken back.",
    ),
}


@page(methods={"GET", "POST"}, needs=Permission.AGREE_POSITION)
def answer_position(request: Request, ref: str, verb: str) -> HttpResponse:
    """Confirm or decline, for the group that did not propose."""
    found = seen_agreement(request.user, ref)
    require_group(request.user, found.other_group)
    return decide(request, found, VERBS[verb], holds=held(request.user, found.groups))


@page(methods={"GET", "POST"}, needs=Permission.AGREE_POSITION)
def take_back(request: Request, ref: str, verb: str) -> HttpResponse:
    found = seen_agreement(request.user, ref)
    require_group(request.user, found.proposed_for)
    return decide(request, found, VERBS[verb])


def require_group(user: User, group: Group) -> None:
    require(user, AGREE, group)


def decide(request: Request, found: Agreement, verb: Verb, **more: Any) -> HttpResponse:
    if found.state != AgreementState.PROPOSED and request.method == "GET":
        messages.info(request, f"This position is {found.get_state_display().lower()}: it is settled.")
        return redirect(found)
    form = verb.form(request.POST or None, initial={"seen": found.version}, **more)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "acting_for"}
        if more:
            given["acting_for"] = acting_for(form)
        with refusals_on(form):
            verb.do(found, **given, by=request.user, at=clock.now())
            messages.success(request, verb.said)
            return redirect(found)
        found = seen_agreement(request.user, found.ref)
    return render(request, "assessment/agreement_verb.html", {"agreement": found, "verb": verb, "form": form})


def acting_for(form: SeenForm) -> Group:
    if not isinstance(form, ConfirmForm | DeclineForm):
        raise Http404
    return form.acts_for
