"""What is asked, and which questions of two instruments meet: the second changed by its board."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.assessment.forms.agreeing import AddSubjectForm, RemoveSubjectForm, TieForm
from drystane.assessment.models import Crosswalk, Instrument, Question, Subject, SubjectChange
from drystane.assessment.operations import add_subject, remove_subject, retie_subject
from drystane.partners.sight import may, require

KEEP = Permission.RUN_BOARD  # the board of both groups keeps what they share


@page(methods={"GET"}, needs="sign-in")
def instrument(request: Request, ref: str) -> HttpResponse:
    rows = Instrument.objects.visible_to(request.user).select_related("replaces", "source")
    found = get_object_or_404(rows, ref=ref)
    topics: dict[str, list[Question]] = {}
    for question in (
        found.questions.select_related("source").prefetch_related("recommendations").order_by("order")
    ):
        topics.setdefault(question.topic, []).append(question)
    return render(
        request,
        "assessment/instrument.html",
        {
            "instrument": found,
            "topics": topics.items(),
            "crosswalks": Crosswalk.objects.filter(first=found) | Crosswalk.objects.filter(second=found),
        },
    )


def seen_crosswalks(user: User) -> Any:
    return Crosswalk.objects.visible_to(user).select_related(
        "first", "second", "kept_by__overseen_by", "source"
    )


@page(methods={"GET"}, needs="sign-in")
def crosswalk(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen_crosswalks(request.user), ref=ref)
    subjects = found.subjects.current().prefetch_related("questions").order_by("order", "code")
    changes = SubjectChange.objects.filter(subject__crosswalk=found).select_related("subject", "by")
    return render(
        request,
        "assessment/crosswalk.html",
        {
            "crosswalk": found,
            "subjects": [(subject, *sides(found, subject)) for subject in subjects],
            "changes": changes.order_by("-at", "-pk")[:50],
            "may_change": found.kept_by is not None and may(request.user, KEEP, found.kept_by),
        },
    )


def sides(crosswalk: Crosswalk, subject: Subject) -> tuple[list[Question], list[Question]]:
    questions = sorted(subject.questions.all(), key=lambda question: question.order)
    return (
        [question for question in questions if question.instrument_id == crosswalk.first_id],
        [question for question in questions if question.instrument_id == crosswalk.second_id],
    )


def require_keeper(user: User, crosswalk: Crosswalk) -> None:
    if crosswalk.kept_by is None:
        raise PermissionDenied("No board keeps this crosswalk yet: an operator names one.")
    require(user, KEEP, crosswalk.kept_by)


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def add(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen_crosswalks(request.user), ref=ref)
    require_keeper(request.user, found)
    form = AddSubjectForm(request.POST or None, crosswalk=found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            add_subject(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "The subject is added.")
            return redirect(found)
    return render(request, "assessment/add_subject.html", {"crosswalk": found, "form": form})


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def change_subject(request: Request, ref: str, verb: str) -> HttpResponse:
    rows = (
        Subject.objects.visible_to(request.user)
        .current()
        .select_related("crosswalk__first", "crosswalk__second", "crosswalk__kept_by__overseen_by")
    )
    found = get_object_or_404(rows, ref=ref)
    require_keeper(request.user, found.crosswalk)
    seen = {"seen": found.version}
    ties = verb == "tie"
    form = (
        TieForm(
            request.POST or None,
            crosswalk=found.crosswalk,
            initial={**seen, "questions": list(found.questions.all())},
        )
        if ties
        else RemoveSubjectForm(request.POST or None, initial=seen)
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            (retie_subject if ties else remove_subject)(
                found, **form.cleaned_data, by=request.user, at=clock.now()
            )
            messages.success(request, "The subject is changed." if ties else "The subject is removed.")
            return redirect(found.crosswalk)
    return render(request, "assessment/subject_verb.html", {"subject": found, "form": form, "ties": ties})
