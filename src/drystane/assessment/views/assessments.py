"""The room's first page, and one assessment: what is left to do, its results, submitted, opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from drystane.access import clock
from drystane.access.choosing import SeenForm
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.assessment.asked import answers_to_show
from drystane.assessment.forms.assessing import OpenForm, ReopenForm
from drystane.assessment.lists import answer_columns_of_file, result_columns
from drystane.assessment.models import Agreement, Answer, Assessment, Crosswalk, Evidence, Instrument
from drystane.assessment.operations import missing, open_assessment, reopen, submit
from drystane.assessment.picture import draw
from drystane.assessment.rating import SCALE, beside, heat, rate
from drystane.assessment.story import story_of_assessment
from drystane.assessment.views.finding import marking_of, seen_assessment
from drystane.partners.models import Group
from drystane.partners.sight import doable, may_hold_sensitive, require, seats_of
from drystane.sheets.listing import Listing


@dataclass(frozen=True)
class Task:
    """A line of a task list."""

    title: str
    url: str
    status: str
    colour: str
    summary: str = ""


@page(methods={"GET"}, needs="sign-in")
def index(request: Request) -> HttpResponse:
    user, today = request.user, clock.today()
    group = group_asked_for(request)
    seen = Assessment.objects.visible_to(user)
    rows = list(with_progress(seen.filter(group=group) if group else seen, user))
    years = [row.year for row in rows]
    this_year = max([*years, today.year]) if today.year not in years else today.year
    waiting = positions_that_wait(user)
    seats = seats_of(user)
    return render(
        request,
        "assessment/index.html",
        {
            "group": group,
            "now": [row for row in rows if row.year == this_year],
            "earlier": [row for row in rows if row.year != this_year],
            "tasks": [*answering_that_waits(rows, user), *waiting],
            "instruments": Instrument.objects.visible_to(user).order_by("title", "-edition"),
            "crosswalks": Crosswalk.objects.visible_to(user).order_by("title"),
            "may_open": bool(seats.where(Permission.SUBMIT_ASSESSMENT)),
            "needs_purpose": not user.purpose and may_hold_sensitive(user),
            "today": today,
            "page_marking": marking_of(rows),
        },
    )


def group_asked_for(request: Request) -> Group | None:
    """The one named in the address: its own page leads here."""
    ref = request.GET.get("group")
    return get_object_or_404(Group.objects.visible_to(request.user), ref=ref) if ref else None


def with_progress(rows: Any, user: User) -> Any:
    """Each assessment with how many answers are given, verified, and left for this person to verify."""
    verified = Q(answers__verified_by__isnull=False)
    unverified = ~Q(answers__kind="") & ~verified
    return (
        rows.select_related("group", "instrument")
        .annotate(
            asked=Count("answers"),
            answered=Count("answers", filter=~Q(answers__kind="")),
            verified=Count("answers", filter=verified),
            for_me=Count("answers", filter=unverified & ~Q(answers__answered_by=user)),
        )
        .order_by("-year", "group__name", "instrument__title", "ref")
    )


def answering_that_waits(rows: Sequence[Any], user: User) -> list[Task]:
    """Questions to answer and answers to verify, of the open assessments this person works on."""
    seats = seats_of(user)
    may_answer, may_verify = (
        seats.where(Permission.ANSWER_QUESTIONS),
        seats.where(Permission.VERIFY_ANSWERS),
    )
    tasks = []
    for row in rows:
        if not row.is_open:
            continue
        left = row.asked - row.answered
        if left and row.group_id in may_answer:
            questions = reverse("assessment:questions", args=[row.ref])
            tasks.append(Task(f"Answer for {row.group.name}", questions, f"{left} left", "orange", str(row)))
        if row.for_me and row.group_id in may_verify:
            verify = f"{row.get_absolute_url()}#to-verify"
            words = f"Verify what others of {row.group.name} answered"
            tasks.append(Task(words, verify, f"{row.for_me} left", "orange", str(row)))
    return tasks


def positions_that_wait(user: User) -> list[Task]:
    """Positions that the other group proposed and this person may answer."""
    holds = seats_of(user).where(Permission.AGREE_POSITION)
    either = Q(first__group__in=holds) & ~Q(proposed_for=F("first__group"))
    either |= Q(second__group__in=holds) & ~Q(proposed_for=F("second__group"))
    rows = Agreement.objects.visible_to(user).proposed().filter(either)
    found = rows.exclude(proposed_by=user).select_related("subject", "proposed_for").order_by("proposed_at")
    return [
        Task(
            f"Confirm or decline: {row.subject.title}",
            row.get_absolute_url(),
            "To answer",
            "orange",
            f"Proposed by {row.proposed_for.name}",
        )
        for row in found
    ]


@page(methods={"GET", "POST"}, needs=Permission.SUBMIT_ASSESSMENT)
def begin(request: Request) -> HttpResponse:
    groups = Group.objects.filter(pk__in=seats_of(request.user).where(Permission.SUBMIT_ASSESSMENT))
    if not groups.exists():
        raise PermissionDenied("Only a chair or lead officer opens an assessment for their group.")
    form = OpenForm(
        request.POST or None, groups=groups.order_by("name"), initial={"year": clock.today().year}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            made = open_assessment(**given, by=request.user, at=clock.now())
            messages.success(request, f"The assessment is open: {made}.")
            if not request.user.purpose:
                return redirect("partners:purpose")
            return redirect(made)
    return render(request, "assessment/begin.html", {"form": form})


@page(methods={"GET"}, needs=Permission.SEE_OFFICIAL)
def assessment(request: Request, ref: str) -> HttpResponse:
    found = seen_assessment(request.user, ref)
    answers = answers_to_show(found)
    may = doable(request.user, found)
    return render(
        request,
        "assessment/assessment.html",
        {
            "assessment": found,
            "tasks": topics_as_tasks(found, answers, may),
            "missing": what_is_missing(found, answers) if found.is_open else [],
            "to_verify": to_verify(found, answers, request.user, may),
            "answered": sum(1 for answer in answers if answer.kind),
            "verified": sum(1 for answer in answers if answer.verified_by_id),
            "asked": len(answers),
            "is_late": found.is_late(clock.today()),
            "events": story_of_assessment(found),
            "may_answer": found.is_open and Permission.ANSWER_QUESTIONS in may,
            "may_submit": Permission.SUBMIT_ASSESSMENT in may,
            "page_marking": marking_of([found]),
        },
    )


def topics_as_tasks(found: Assessment, answers: Sequence[Answer], may: frozenset[Permission]) -> list[Task]:
    topics: dict[str, list[Answer]] = {}
    for answer in answers:
        topics.setdefault(answer.question.topic, []).append(answer)
    place = "questions" if found.is_open and Permission.ANSWER_QUESTIONS in may else "results"
    address = reverse(f"assessment:{place}", args=[found.ref])
    return [
        Task(
            title=topic,
            url=f"{address}?{urlencode({'topic': topic})}" if place == "questions" else f"{address}#list",
            **dict(zip(("status", "colour"), standing(group), strict=True)),
            summary=who_did_it(group),
        )
        for topic, group in topics.items()
    ]


def standing(group: Sequence[Answer]) -> tuple[str, str]:
    answered = sum(1 for answer in group if answer.kind)
    verified = sum(1 for answer in group if answer.verified_by_id)
    if verified == len(group):
        return "Verified", "green"
    if answered == len(group):
        return f"Answered, {verified} of {len(group)} verified", "blue"
    return (f"{answered} of {len(group)} answered", "orange") if answered else ("Not begun", "grey")


def who_did_it(group: Sequence[Answer]) -> str:
    answered = dict.fromkeys(answer.answered_by.name for answer in group if answer.answered_by)
    verified = dict.fromkeys(answer.verified_by.name for answer in group if answer.verified_by)
    said = [("Answered by", answered), ("verified by", verified)]
    return "; ".join(f"{words} {', '.join(names)}" for words, names in said if names)


def what_is_missing(found: Assessment, answers: Sequence[Answer]) -> list[tuple[str, str]]:
    """Each thing that stands before submission, and where it is mended."""
    places = {answer.question.code: answer.get_absolute_url() for answer in answers}
    return [(words, places[words.split()[0]]) for words in missing(found)]


def to_verify(
    found: Assessment, answers: Sequence[Answer], user: User, may: frozenset[Permission]
) -> list[Answer]:
    if not found.is_open or Permission.VERIFY_ANSWERS not in may:
        return []
    return [
        answer
        for answer in answers
        if answer.kind and answer.verified_by is None and answer.answered_by != user
    ]


@page(methods={"GET", "POST"}, needs=Permission.SUBMIT_ASSESSMENT)
def send_in(request: Request, ref: str) -> HttpResponse:
    found = seen_assessment(request.user, ref)
    require(request.user, Permission.SUBMIT_ASSESSMENT, found)
    form = SeenForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            submit(found, seen=form.cleaned_data["seen"], by=request.user, at=clock.now())
            messages.success(request, "The assessment is submitted, and its gaps are open.")
            return redirect(found)
        found = seen_assessment(request.user, ref)
    return render(
        request,
        "assessment/submit.html",
        {
            "assessment": found,
            "form": form,
            "missing": what_is_missing(found, answers_to_show(found)) if found.is_open else [],
            "page_marking": marking_of([found]),
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.SUBMIT_ASSESSMENT)
def open_again(request: Request, ref: str) -> HttpResponse:
    found = seen_assessment(request.user, ref)
    require(request.user, Permission.SUBMIT_ASSESSMENT, found)
    form = ReopenForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            reopen(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "The assessment is open again, and hidden from the board meanwhile.")
            return redirect(found if request.user.purpose else "partners:purpose")
        found = seen_assessment(request.user, ref)
    return render(
        request,
        "assessment/reopen.html",
        {"assessment": found, "form": form, "page_marking": marking_of([found])},
    )


@page(methods={"GET"}, needs=Permission.SEE_OFFICIAL)
def results(request: Request, ref: str) -> HttpResponse:
    found = seen_assessment(request.user, ref)
    now = Answer.objects.filter(assessment=found).as_answered()
    earlier = Assessment.objects.visible_to(request.user).select_related("instrument").before(found)
    before = Answer.objects.filter(assessment=earlier).as_answered()
    export = Permission.EXPORT_SENSITIVE if found.is_sensitive else Permission.EXPORT_OFFICIAL
    may_export = export in doable(request.user, found)
    counted = {answer.question: answer.counts for answer in before}
    columns, evidence = result_columns(counted), list[Evidence]()
    if may_export and "export" in request.GET:
        columns, evidence = answer_columns_of_file(found, request.user, counted)
    listing = Listing(
        request,
        Answer.objects.visible_to(request.user).filter(assessment=found).select_related("question"),
        columns=columns,
        default_sort="question",
        may_export=lambda _user, _rows: may_export,
    )
    if listing.wants_export:
        marking = marking_of([found], evidence)
        return listing.export("self-assessment", title=str(found), marking=marking, at=clock.now())
    return render(
        request,
        "assessment/results.html",
        {
            "assessment": found,
            "picture": draw(now, of=str(found)),
            "topics": heat(now).items(),
            "whole": rate(now),
            "topics_before": heat(before),
            "scale": SCALE,
            "earlier": earlier,
            "changed": [row for row in beside(before, now) if row.change != "the same"] if earlier else [],
            "listing": listing,
            "page_marking": marking_of([found]),
        },
    )
