"""The stones of the wall: an edition's recommendations, and how the work on each stands."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from drystane.board.models.taskings import TaskingQuerySet
from drystane.plans.models.actions import ActionQuerySet
from drystane.plans.stones import Course, Stone, state_of
from drystane.strategy.models import Audience, Edition


def courses(
    edition: Edition, *, actions: ActionQuerySet, taskings: TaskingQuerySet, on: date
) -> Sequence[Course]:
    """The edition's objectives with their stones, counted from these actions and taskings. Four queries."""
    standings = actions.standing_by_recommendation(on)
    tasked = set(
        taskings.standing().filter(recommendation__edition=edition).values_list("recommendation", flat=True)
    )
    objectives = list(edition.objectives.order_by("order").values_list("pk", "code", "title"))
    stones: dict[int, list[Stone]] = {pk: [] for pk, _, _ in objectives}
    codes = {pk: code for pk, code, _ in objectives}
    audiences = dict(Audience.choices)
    address = reverse("strategy:recommendation", args=["REF"])
    rows = edition.recommendations.order_by("order").values_list(
        "pk", "ref", "code", "text", "audience", "objective"
    )
    for pk, ref, code, text, audience, objective in rows:
        stones[objective].append(
            Stone(
                code=code,
                text=text,
                objective=codes[objective],
                audience=audiences[audience],
                state=state_of(tasked=pk in tasked, standing=standings.get(pk)),
                href=address.replace("REF", ref),
            )
        )
    return [Course(objective=code, title=title, stones=stones[pk]) for pk, code, title in objectives]
