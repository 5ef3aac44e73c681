"""The golden thread: why a record exists, and what came of it, as far as somebody may see.

Both directions are read at each look, by the same number of queries whatever is hidden. Subqueries
rather than lists of ids keep it so: a list that happens to be empty would cost no query at all.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from drystane.access.models import User
from drystane.assessment.models import Gap, GapState
from drystane.board.models import (
    ActionReason,
    Decision,
    Paper,
    PaperRecommendation,
    Spotlight,
    SpotlightOutcome,
    Tasking,
)
from drystane.plans.models import Action, PlanMessage, Repointing
from drystane.site.origins import asked_and_told, origins
from drystane.site.strands import (
    Strand,
    of_action,
    of_decision,
    of_edition,
    of_gap,
    of_message,
    of_origin,
    of_paper,
    of_paper_recommendation,
    of_plan_message,
    of_recommendation,
    of_source,
    of_spotlight,
    of_tasking,
    of_threat,
    strands,
)
from drystane.strategy.models import Figure, Message, Recommendation


def why(thing: Model, user: User) -> list[Strand]:
    """What this record rests on, the nearest reason first."""
    return [*REASONS[type(thing)](thing, user), *map(of_origin, origins(thing, user))]


def came_of(thing: Model, user: User) -> list[Strand]:
    """What exists because of this record."""
    return list(RESULTS[type(thing)](thing, user))


# What may be seen, with what a strand of it names.


def taskings(user: User) -> QuerySet[Tasking]:
    return Tasking.objects.visible_to(user).select_related("to_group").order_by("given_at", "ref")


def actions(user: User) -> QuerySet[Action]:
    return Action.objects.visible_to(user).select_related("plan").order_by("due_on", "title", "ref")


def gaps(user: User) -> QuerySet[Gap]:
    return Gap.objects.visible_to(user).select_related("group").heaviest_first()


def decisions(user: User) -> QuerySet[Decision]:
    return Decision.objects.visible_to(user).select_related("item__meeting").order_by("at", "ref")


def papers_asking(user: User) -> QuerySet[PaperRecommendation]:
    return (
        PaperRecommendation.objects.visible_to(user)
        .select_related("paper")
        .order_by("paper__heading", "order", "ref")
    )


def asked_by_editions() -> QuerySet[Recommendation]:
    return Recommendation.objects.select_related("edition").order_by("edition__published_on", "order", "code")


def messages(user: User) -> QuerySet[Message]:
    return Message.objects.visible_to(user).select_related("edition").order_by("code")


def reasons(user: User) -> QuerySet[ActionReason]:
    return ActionReason.objects.visible_to(user)


def spotlights_behind(user: User, **outcome: Model) -> QuerySet[Spotlight]:
    """Those of which this action or message came."""
    behind = SpotlightOutcome.objects.visible_to(user).filter(**outcome)
    found = Spotlight.objects.visible_to(user).filter(pk__in=keys(behind, "spotlight"))
    return found.select_related("item__meeting", "body").order_by("at", "ref")


def keys(rows: QuerySet[Any], field: str = "pk") -> QuerySet[Any]:
    """For a subquery: the ids alone, in no order."""
    return rows.order_by().values(field)


# Why it exists.


def why_action(action: Action, user: User) -> Iterator[Strand]:
    because = reasons(user).filter(action=action)
    tasked = taskings(user).filter(pk__in=keys(because, "tasking"))
    own = Action.objects.filter(pk=action.pk)
    former = Repointing.objects.filter(action=action, before__isnull=False)
    asked = Q(pk__in=keys(own, "recommendation")) | Q(pk__in=keys(tasked, "recommendation"))
    asked |= Q(pk__in=keys(former, "before"))
    decided = Q(pk__in=keys(because, "decision")) | Q(pk__in=keys(tasked, "decision"))
    yield from strands(of_tasking, tasked)
    yield from strands(of_decision, decisions(user).filter(decided))
    yield from strands(of_spotlight, spotlights_behind(user, action=action))
    yield from strands(of_gap, gaps(user).filter(pk__in=keys(own, "gap")))
    asking, telling = asked_and_told(
        asked_by_editions().filter(asked), messages(user).filter(pk__in=keys(own, "message"))
    )
    yield from strands(of_recommendation, asking)
    yield from strands(of_message, telling)
    if action.threat is not None:
        yield of_threat(action.threat)
    yield from of_source(action)


def why_recommendation(asked: Recommendation, user: User) -> Iterator[Strand]:  # noqa: ARG001  # all public
    yield of_edition(asked.edition)
    yield Strand(
        "Objective",
        f"{asked.objective.title}: {asked.objective.text}".rstrip(": "),
        f"{reverse('strategy:recommendations', args=[asked.edition.ref])}?objective={asked.objective.code}",
        asked.get_objective_status_display(),
    )
    yield from of_source(asked)


def why_gap(gap: Gap, user: User) -> Iterator[Strand]:  # noqa: ARG001  # whoever sees it sees these
    if gap.agreement is not None:
        agreed = gap.agreement
        words = f"{agreed}. {agreed.reason}"
        yield Strand("Agreed position", words, agreed.get_absolute_url(), agreed.get_state_display())
    if gap.answer is not None:
        answer = gap.answer
        result = answer.get_kind_display() if answer.counts is None else f"Counts {answer.counts} of 4"
        yield Strand("Answer", str(answer), answer.get_absolute_url(), result)
    own = Gap.objects.filter(pk=gap.pk)
    asked = Q(pk__in=keys(own, "answer__question__recommendations")) | Q(
        pk__in=keys(own, "agreement__subject__questions__recommendations")
    )
    yield from strands(of_recommendation, asked_by_editions().filter(asked))


def why_tasking(tasking: Tasking, user: User) -> Iterator[Strand]:
    decided = decisions(user).filter(taskings=tasking)
    yield from strands(of_decision, decided)
    yield from strands(of_paper_recommendation, papers_asking(user).filter(decisions__in=keys(decided)))
    own = Tasking.objects.filter(pk=tasking.pk)
    yield from strands(of_recommendation, asked_by_editions().filter(pk__in=keys(own, "recommendation")))


def why_decision(decision: Decision, user: User) -> Iterator[Strand]:
    asked = papers_asking(user).filter(decisions=decision)
    yield from strands(of_paper_recommendation, asked)
    yield from what_it_rests_on(asked, user)


def why_paper_recommendation(asked: PaperRecommendation, user: User) -> Iterator[Strand]:
    yield from what_it_rests_on(PaperRecommendation.objects.filter(pk=asked.pk), user)


def what_it_rests_on(asked: QuerySet[PaperRecommendation], user: User) -> Iterator[Strand]:
    """The rows elsewhere that a paper's recommendation was built on."""
    yield from strands(of_tasking, taskings(user).filter(pk__in=keys(asked, "rests_on__tasking")))
    yield from strands(of_action, actions(user).filter(pk__in=keys(asked, "rests_on__action")))
    yield from strands(
        of_recommendation, asked_by_editions().filter(pk__in=keys(asked, "rests_on__asked_by"))
    )
    yield from strands(of_message, messages(user).filter(pk__in=keys(asked, "rests_on__message")))


def why_message(message: Message, user: User) -> Iterator[Strand]:
    yield from strands(of_spotlight, spotlights_behind(user, message=message))
    if message.edition is not None:
        yield of_edition(message.edition)
    if message.group is not None:
        yield Strand("Group", message.group.name, reverse("partners:group", args=[message.group.ref]))
    yield from of_source(message)


def why_figure(figure: Figure, user: User) -> Iterator[Strand]:  # noqa: ARG001  # all public
    if figure.edition is not None:
        yield of_edition(figure.edition)
    yield from of_source(figure)


# What came of it.


def of_action_and_papers(action: Action, user: User) -> Iterator[Strand]:
    yield from put_to_the_board(papers_asking(user).filter(rests_on__action=action), user)


def of_a_recommendation(asked: Recommendation, user: User) -> Iterator[Strand]:
    tasked = taskings(user).filter(recommendation=asked)
    through_tasking = keys(reasons(user).filter(tasking__recommendation=asked), "action")
    yield from strands(of_tasking, tasked)
    served = Q(pk__in=through_tasking) | Q(pk__in=keys(Repointing.objects.filter(before=asked), "action"))
    yield from strands(of_action, actions(user).filter(Q(recommendation=asked) | served))
    bearing = Q(answer__question__recommendations=asked) | Q(
        agreement__subject__questions__recommendations=asked
    )
    short = keys(Gap.objects.filter(bearing).exclude(state=GapState.CLOSED))
    yield from strands(of_gap, gaps(user).filter(pk__in=short))
    put = papers_asking(user).filter(rests_on__asked_by=asked)
    yield from put_to_the_board(put, user, or_decided=Q(pk__in=keys(tasked, "decision")))


def of_a_gap(gap: Gap, user: User) -> Iterator[Strand]:
    yield from strands(of_action, actions(user).filter(gap=gap))


def of_a_tasking(tasking: Tasking, user: User) -> Iterator[Strand]:
    answers = keys(reasons(user).filter(tasking=tasking), "action")
    yield from strands(of_action, actions(user).filter(pk__in=answers))
    yield from put_to_the_board(papers_asking(user).filter(rests_on__tasking=tasking), user)


def of_a_decision(decision: Decision, user: User) -> Iterator[Strand]:
    if decision.adoption is not None:
        yield of_edition(decision.adoption.edition)
    yield from of_decisions(Q(decision=decision), user)


def of_a_paper_recommendation(asked: PaperRecommendation, user: User) -> Iterator[Strand]:
    decided = decisions(user).filter(recommendation=asked)
    yield from strands(of_decision, decided)
    yield from of_decisions(Q(decision__in=keys(decided)), user)


def of_decisions(because: Q, user: User) -> Iterator[Strand]:
    yield from strands(of_tasking, taskings(user).filter(because))
    yield from strands(of_action, actions(user).filter(pk__in=keys(reasons(user).filter(because), "action")))


def of_a_message(message: Message, user: User) -> Iterator[Strand]:
    carried = PlanMessage.objects.visible_to(user).filter(message=message).select_related("plan")
    yield from strands(of_plan_message, carried.order_by("plan__title", "ref"))
    yield from strands(of_action, actions(user).filter(message=message))
    yield from put_to_the_board(papers_asking(user).filter(rests_on__message=message), user)


def of_a_figure(figure: Figure, user: User) -> Iterator[Strand]:
    citing = Paper.objects.visible_to(user).filter(citations__figure=figure)
    yield from strands(of_paper, citing.order_by("heading", "ref"))


def put_to_the_board(
    asked: QuerySet[PaperRecommendation], user: User, or_decided: Q | None = None
) -> Iterator[Strand]:
    """The papers' recommendations that rest on it, and what the board made of them."""
    yield from strands(of_paper_recommendation, asked.distinct())
    decided = Q(recommendation__in=keys(asked))
    yield from strands(of_decision, decisions(user).filter(decided | or_decided if or_decided else decided))


Spin = Callable[[Any, User], Iterable[Strand]]

REASONS: dict[type[Model], Spin] = {
    Action: why_action,
    Gap: why_gap,
    Recommendation: why_recommendation,
    Tasking: why_tasking,
    Decision: why_decision,
    PaperRecommendation: why_paper_recommendation,
    Message: why_message,
    Figure: why_figure,
}
RESULTS: dict[type[Model], Spin] = {
    Action: of_action_and_papers,
    Gap: of_a_gap,
    Recommendation: of_a_recommendation,
    Tasking: of_a_tasking,
    Decision: of_a_decision,
    PaperRecommendation: of_a_paper_recommendation,
    Message: of_a_message,
    Figure: of_a_figure,
}
