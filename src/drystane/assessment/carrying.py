"""The answers that a newer edition touches, as far as somebody may see them, and what to do with each."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from drystane.assessment.fates import Became, Proposal, proposed_fate
from drystane.assessment.models import Answer, Question, Settlement
from drystane.assessment.models.answers import AnswerQuerySet
from drystane.strategy.models import Comparison, Correspondence

# A comparison, or a query that finds the one there is.
Which = Comparison | QuerySet[Any]


def answers_touched(comparison: Which, answers: AnswerQuerySet) -> AnswerQuerySet:
    """Of these, what was answered to questions that rest on the earlier edition: of each group and each
    instrument the newest of the assessments that these are of."""
    which = comparison.pk if isinstance(comparison, Comparison) else comparison
    asked = Question.recommendations.through.objects.filter(
        question=OuterRef("question"),
        recommendation__edition__in=Comparison.objects.filter(Q(pk=which)).values("earlier"),
    )
    newer = answers.filter(
        assessment__group=OuterRef("assessment__group"),
        assessment__instrument__code=OuterRef("assessment__instrument__code"),
        assessment__year__gt=OuterRef("assessment__year"),
    )
    return answers.exclude(kind="").filter(Exists(asked), ~Exists(newer))


def undecided(comparison: Which, answers: AnswerQuerySet) -> AnswerQuerySet:
    said = Settlement.objects.standing().filter(Q(comparison=comparison), answer=OuterRef("pk"))
    return answers.filter(~Exists(said))


def decided_as(comparison: Comparison, answers: AnswerQuerySet, fate: str) -> AnswerQuerySet:
    return answers.filter(Q(settlements__comparison=comparison, settlements__fate=fate))


def became_of(comparison: Comparison, standing: Mapping[int, Correspondence]) -> dict[int, Became]:
    """What became of each recommendation of the earlier edition."""
    return {
        asked.pk: Became(
            asked.code,
            one.kind,
            tuple(other.code for other in one.side(comparison.later_id)),
            one.is_decided,
        )
        for one in set(standing.values())
        for asked in one.side(comparison.earlier_id)
    }


def proposal_for(answer: Answer, became: Mapping[int, Became]) -> Proposal:
    """Reads what was prefetched of its question."""
    rests_on: Sequence[Became] = [
        became[asked.pk]
        for asked in sorted(answer.question.recommendations.all(), key=lambda asked: asked.code)
        if asked.pk in became
    ]
    return proposed_fate(rests_on)
