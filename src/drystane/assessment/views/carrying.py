"""What becomes of a group's answers once a newer edition asks otherwise, answer by answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.assessment.asked import result_in_words
from drystane.assessment.carrying import answers_touched, became_of, proposal_for
from drystane.assessment.forms.carrying import CarryFilters, CarryForm
from drystane.assessment.models import Answer, Assessment, Settlement
from drystane.assessment.models.answers import AnswerQuerySet
from drystane.assessment.operations import settle_answer
from drystane.assessment.views.finding import marking_of, seen_answer
from drystane.partners.sight import may, require
from drystane.sheets.columns import Column
from drystane.sheets.listing import Listing
from drystane.strategy.models import Comparison
from drystane.strategy.refreshing import by_recommendation

SUBMIT = Permission.SUBMIT_ASSESSMENT

COLUMNS = (
    Column(
        "question",
        "Question",
        lambda answer: answer.question.code,
        sort=("assessment__group__name", "question__order"),
    ),
    Column("group", "Group", lambda answer: answer.assessment.group.name, sort=("assessment__group__name",)),
    Column("said", "What was said", result_in_words, sort=("result",)),
    Column("fate", "What becomes of it", lambda _answer: ""),
)


def seen_comparison(user: User, ref: str) -> Comparison:
    rows = Comparison.objects.visible_to(user).select_related("earlier", "later")
    return get_object_or_404(rows, ref=ref)


def seen_touched(user: User, comparison: Comparison) -> AnswerQuerySet:
    return answers_touched(comparison, Answer.objects.visible_to(user))


@page(methods={"GET"}, needs="sign-in")
def carry(request: Request, ref: str) -> HttpResponse:
    comparison = seen_comparison(request.user, ref)
    rows = seen_touched(request.user, comparison)
    listing = Listing(
        request,
        rows.select_related(
            "question", "assessment__group__overseen_by", "assessment__instrument"
        ).prefetch_related("question__recommendations"),
        columns=COLUMNS,
        filters=lambda query: CarryFilters(query, comparison=comparison),
        default_sort="question",
    )
    became = became_of(comparison, by_recommendation(comparison))
    settled = {
        one.answer_id: one
        for one in Settlement.objects.visible_to(request.user)
        .standing()
        .filter(comparison=comparison, answer__in=[answer.pk for answer in listing.page])
        .select_related("decided_by")
    }
    return render(
        request,
        "assessment/carry.html",
        {
            "comparison": comparison,
            "earlier": comparison.earlier,
            "later": comparison.later,
            "listing": listing,
            "pairs": [
                (
                    answer,
                    proposal_for(answer, became),
                    settled.get(answer.pk),
                    reverse("assessment:carry_answer", args=[answer.ref, comparison.ref])
                    if may(request.user, SUBMIT, answer)
                    else "",
                )
                for answer in listing.page
            ],
            "page_marking": marking_of(Assessment.objects.filter(answers__in=rows).order_by().distinct()),
        },
    )


@page(methods={"GET", "POST"}, needs=SUBMIT)
def carry_answer(request: Request, ref: str, comparison: str) -> HttpResponse:
    """One answer: what is proposed, and what its group makes of it."""
    held_against = seen_comparison(request.user, comparison)
    answer = seen_answer(request.user, ref)
    require(request.user, SUBMIT, answer)
    settled = (
        Settlement.objects.filter(comparison=held_against, answer=answer).select_related("decided_by").first()
    )
    proposal = proposal_for(answer, became_of(held_against, by_recommendation(held_against)))
    form = CarryForm(
        request.POST or None,
        is_settled=bool(settled and settled.fate),
        initial={
            "fate": (settled.fate if settled else "") or proposal.fate.value,
            "seen": settled.version if settled else 0,
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            settle_answer(answer, held_against, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(
                request, "What becomes of the answer is decided. The answer itself stays as it was."
            )
            return redirect("assessment:carry", held_against.ref)
    return render(
        request,
        "assessment/carry_answer.html",
        {
            "answer": answer,
            "assessment": answer.assessment,
            "said": result_in_words(answer),
            "comparison": held_against,
            "proposal": proposal,
            "settled": settled if settled and settled.fate else None,
            "moves": settled.moves.select_related("by").order_by("-at", "-pk") if settled else [],
            "form": form,
            "page_marking": marking_of([answer.assessment]),
        },
    )
