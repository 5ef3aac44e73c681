"""Answering and verifying: all questions together or one at a time, and what happened to an answer."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.assessment.asked import (
    Options,
    answers_to_show,
    asked,
    by_topic,
    evidence_for,
    in_words,
    said_by,
)
from drystane.assessment.forms.answering import CHOOSE_WHICH, AnswerForm, VerifyForm, WithdrawForm
from drystane.assessment.models import Answer, AnswerVersion, Evidence
from drystane.assessment.operations import (
    KeptAsDraft,
    answer_question,
    verify_answer,
    withdraw_evidence,
)
from drystane.assessment.story import story_of_answer
from drystane.assessment.views.finding import marking_of, seen_answer, seen_assessment
from drystane.partners.sight import doable, require

OPTIONS = Options()


@page(methods={"GET"}, needs=Permission.ANSWER_QUESTIONS)
def questions(request: Request, ref: str) -> HttpResponse:
    found = seen_assessment(request.user, ref)
    require(request.user, Permission.ANSWER_QUESTIONS, found)
    if not found.is_open:
        messages.info(request, "The assessment is submitted: its answers stand. Open it again to change one.")
        return redirect(found)
    answers = answers_to_show(found)
    evidence = evidence_for(answers, request.user)
    topics = by_topic(asked(answer, evidence.get(answer.pk, [])) for answer in answers)
    wanted = request.GET.get("topic", "")
    shown = [topic for topic in topics if topic.name == wanted] or topics
    return render(
        request,
        "assessment/questions.html",
        {
            "assessment": found,
            "topics": shown,
            "all_topics": topics,
            "options": OPTIONS,
            "page_marking": marking_of([found], *evidence.values()),
        },
    )


@page(methods={"GET"}, needs=Permission.SEE_OFFICIAL)
def answer(request: Request, ref: str) -> HttpResponse:
    found = seen_answer(request.user, ref)
    evidence = evidence_for([found], request.user).get(found.pk, [])
    events, behind = story_of_answer(found, request.user)
    may = doable(request.user, found.assessment)
    is_open = found.assessment.is_open
    return render(
        request,
        "assessment/answer.html",
        {
            "answer": found,
            "assessment": found.assessment,
            "words": in_words(found),
            "asked": asked(found, evidence),
            "events": events,
            "drafts": [version for version in behind if getattr(version, "is_refused", False)],
            "may_answer": is_open and Permission.ANSWER_QUESTIONS in may,
            "may_verify": is_open
            and Permission.VERIFY_ANSWERS in may
            and bool(found.kind)
            and found.answered_by != request.user,
            "page_marking": marking_of([found.assessment], evidence, behind),
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.ANSWER_QUESTIONS)
def save(request: Request, ref: str) -> HttpResponse:
    """One question on a page of its own; also where every question among many is sent to."""
    found = seen_answer(request.user, ref)
    require(request.user, Permission.ANSWER_QUESTIONS, found.assessment)
    form = AnswerForm(request.POST or None)
    theirs = False
    if request.method == "POST":
        if form.is_valid():
            with refusals_on(form):
                try:
                    keep(found, form, request.user)
                except KeptAsDraft:
                    theirs = True
                    raise
                return saved(request, found)
        elif CHOOSE_WHICH in form.errors.get("seen", []):
            theirs = True
        found = seen_answer(request.user, ref)
    evidence = evidence_for([found], request.user).get(found.pk, [])
    question = asked(found, evidence, form=form)
    if theirs:
        question = replace(question, theirs=in_words(found))
    return render(
        request,
        "assessment/question_page.html",
        {
            "assessment": found.assessment,
            "answer": found,
            "topics": by_topic([question]),
            "question": question,
            "form": form,
            "options": OPTIONS,
            "neighbours": neighbours(found),
            "page_marking": marking_of([found.assessment], evidence),
        },
    )


def keep(answer: Answer, form: AnswerForm, user: User) -> None:
    """Sending again what stands changes nothing, so that it need not be verified again."""
    given, evidence = form.given, form.evidence
    typed = {name: form.cleaned_data[name] for name in ("say", "reason", "progress", "confidence", "note")}
    seen = version_seen(answer, form.cleaned_data["seen"], user)
    if answer.kind and not evidence and seen == answer.version and typed == said_by(answer):
        return
    answer_question(answer, given=given, evidence=evidence, seen=seen, by=user, at=clock.now())


def version_seen(answer: Answer, seen: int, user: User) -> int:
    """What somebody saved themselves meanwhile, as the page does by itself, is not another's change."""
    if seen == answer.version:
        return seen
    since = AnswerVersion.objects.kept().filter(answer=answer, number__gt=seen)
    own = set(since.values_list("by", flat=True)) == {user.pk}
    return answer.version if own else seen


def saved(request: Request, answer: Answer) -> HttpResponse:
    """On to the next question, back among the others, or here again."""
    then = request.POST.get("then", "")
    if then:
        messages.success(request, f"Your answer to {answer.question.code} is saved.")
    if then == "next":
        _, following = neighbours(answer)
        if following is not None:
            return redirect("assessment:save", following.ref)
        return redirect(answer.assessment)
    if then == "back":
        everything = reverse("assessment:questions", args=[answer.assessment.ref])
        return redirect(f"{everything}#q-{answer.question.code}")
    return redirect("assessment:save", answer.ref)


def neighbours(answer: Answer) -> tuple[Answer | None, Answer | None]:
    """The answers to the question before and the one after."""
    beside = Answer.objects.filter(
        assessment=answer.assessment,
        question__order__in=[answer.question.order - 1, answer.question.order + 1],
    ).select_related("question")
    found = {other.question.order: other for other in beside}
    return found.get(answer.question.order - 1), found.get(answer.question.order + 1)


@page(methods={"GET", "POST"}, needs=Permission.VERIFY_ANSWERS)
def verify(request: Request, ref: str) -> HttpResponse:
    found = seen_answer(request.user, ref)
    require(request.user, Permission.VERIFY_ANSWERS, found.assessment)
    form = VerifyForm(
        request.POST or None, is_rated=found.result is not None, initial={"seen": found.version}
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            verify_answer(
                found,
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=clock.now(),
                result=form.result,
                note=form.cleaned_data["note"],
            )
            messages.success(request, f"Your verification of {found.question.code} is saved.")
            following = next_to_verify(found, request.user)
            return redirect("assessment:verify", following) if following else redirect(found.assessment)
        found = seen_answer(request.user, ref)
    evidence = evidence_for([found], request.user).get(found.pk, [])
    return render(
        request,
        "assessment/verify.html",
        {
            "assessment": found.assessment,
            "answer": found,
            "words": in_words(found),
            "asked": asked(found, evidence),
            "form": form,
            "why_not": why_not(found, request.user),
            "page_marking": marking_of([found.assessment], evidence),
        },
    )


def why_not(answer: Answer, user: User) -> str:
    """Why this person cannot verify it now; empty where they can."""
    if not answer.assessment.is_open:
        return "The assessment is submitted. Open it again first, with a reason."
    if not answer.kind:
        return "There is no answer to verify yet."
    if answer.answered_by == user:
        return "You gave this answer yourself: somebody else has to verify it."
    return ""


def next_to_verify(answer: Answer, user: User) -> str | None:
    """The public id of the next answer in order that this person can verify, beginning anew at the end."""
    rows = Answer.objects.filter(assessment=answer.assessment).unverified().exclude(answered_by=user)
    left = list(rows.order_by("question__order").values_list("question__order", "ref"))
    later = [ref for order, ref in left if order > answer.question.order]
    return next(iter([*later, *(ref for _, ref in left)]), None)


@page(methods={"GET", "POST"}, needs=Permission.ANSWER_QUESTIONS)
def withdraw(request: Request, ref: str) -> HttpResponse:
    rows = Evidence.objects.visible_to(request.user).select_related(
        "answer__question", "answer__assessment__group"
    )
    found = get_object_or_404(rows, ref=ref)
    require(request.user, Permission.ANSWER_QUESTIONS, found.answer.assessment)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            withdraw_evidence(found, by=request.user, at=clock.now(), why=form.cleaned_data["why"])
            messages.success(request, "The evidence no longer counts. It stays on record with your reason.")
            return redirect(found.answer)
    return render(
        request,
        "assessment/withdraw_evidence.html",
        {"evidence": found, "form": form, "page_marking": marking_of([found, found.answer.assessment])},
    )
