"""The records of this room, as far as one may see them, and how a page that shows them is marked."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from drystane.access.models import User
from drystane.assessment.models import Agreement, Answer, Assessment, Gap
from drystane.marking.models import Marked, Marking, label


def seen_assessment(user: User, ref: str) -> Assessment:
    rows = Assessment.objects.visible_to(user).select_related("group__overseen_by", "instrument")
    return get_object_or_404(rows, ref=ref)


def seen_answers(user: User) -> QuerySet[Answer]:
    return Answer.objects.visible_to(user).select_related(
        "question", "answered_by", "verified_by", "assessment__group", "assessment__instrument"
    )


def seen_answer(user: User, ref: str) -> Answer:
    return get_object_or_404(seen_answers(user), ref=ref)


def seen_gap(user: User, ref: str) -> Gap:
    return get_object_or_404(Gap.objects.visible_to(user).with_origin(), ref=ref)


def seen_agreement(user: User, ref: str) -> Agreement:
    rows = Agreement.objects.visible_to(user).select_related(
        *("subject__crosswalk", "first__group", "second__group", "first__instrument", "second__instrument"),
        *("lead_group", "proposed_by", "proposed_for", "confirmed_by", "confirmed_for"),
    )
    return get_object_or_404(rows, ref=ref)


def marking_of(*shown: Iterable[Marked]) -> str:
    """The highest marking of all that a page shows, with every descriptor."""
    descriptors = {thing.descriptor for things in shown for thing in things if thing.is_sensitive}
    return label(Marking.SENSITIVE if descriptors else Marking.OFFICIAL, descriptors)
