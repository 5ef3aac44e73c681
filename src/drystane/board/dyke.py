"""The stones of the wall: an edition's recommendations, and how the work on each stands."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from drystane.board.models.taskings import TaskingQuerySet
from drystane.plans.models.actions import ActionQuerySet
from drystane.plans.models.overlaps import perhaps_done_twice
from drystane.plans.stones import Course, Stone, state_of
from drystane.strategy.models import Audience, Edition


def courses(
    edition: Edition, *, actions: ActionQuerySet, taskings: TaskingQuerySet, on: date
) -> Sequence[Course]:
    """The edition's objectives with their stones, counted from these actions and taskings. Two queries."""
    standings = actions.standing_by_recommendation(on, doubled=perhaps_done_twice(actions))
    tasked = taskings.standing().filter(recommendation=OuterRef("recommendations"))
    audiences = dict(Audience.choices)
    address = reverse("strategy:recommendation", args=["REF"])
    stones: dict[tuple[str, str], list[Stone]] = {}
    rows = edition.objectives.annotate(tasked=Exists(tasked)).order_by("order", "recommendations__order")
    columns = ("pk", "ref", "code", "text", "audience")
    for objective, title, is_tasked, *row in rows.values_list(
        "code", "title", "tasked", *(f"recommendations__{name}" for name in columns)
    ):
        course = stones.setdefault((objective, title), [])
        pk, ref, code, text, audience = row
        if pk is not None:  # an objective may ask for nothing yet
            course.append(
                Stone(
                    code=code,
                    text=text,
                    objective=objective,
                    audience=audiences[audience],
                    state=state_of(tasked=is_tasked, standing=standings.get(pk)),
                    href=address.replace("REF", ref),
                )
            )
    return [Course(objective=code, title=title, stones=found) for (code, title), found in stones.items()]
