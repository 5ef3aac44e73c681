"""Which group should own what two groups both do: suggested with reasons, from what its reader may see."""

from typing import TYPE_CHECKING

from drystane.access.models import User
from drystane.assessment.models import Assessment, Question
from drystane.marking.models import Marking
from drystane.partners.models import Group
from drystane.plans import likeness
from drystane.plans.models import Overlap
from drystane.plans.overlap.works import Work

if TYPE_CHECKING:  # numpy is loaded by whoever compares
    from drystane.plans.overlap.index import Twin

HISTORY = 20  # earlier actions looked at
LIKE_IT = 0.5  # how much they have to belong together


def owner_advised(pair: Overlap, reader: User) -> str:
    """A sentence for each sign; empty where both are one group's, or nothing speaks clearly for either."""
    from drystane.plans.overlap.owners import Candidate, suggest_owner  # noqa: PLC0415  # see above

    if len(pair.groups) == 1:
        return ""
    both = Work("", pair.first.title, f"{pair.first.detail} {pair.second.title}. {pair.second.detail}")
    asked = questions_of(pair.groups, reader)
    candidates = [Candidate(group.name, asked.get(group.pk, ())) for group in pair.groups]
    owner = suggest_owner(both, candidates, twins=history_of(both, pair, reader))
    if owner is None:
        return ""
    return " ".join([f"{owner.group}.", *(reason.sentence for reason in owner.reasons)])


def questions_of(groups: list[Group], reader: User) -> dict[int, tuple[str, ...]]:
    """For each group what its submitted self-assessments ask about."""
    submitted = Assessment.objects.visible_to(reader).filter(group__in=groups, marking=Marking.OFFICIAL)
    asked_by: dict[int, set[int]] = {}
    for group, instrument in submitted.order_by().values_list("group", "instrument"):
        asked_by.setdefault(instrument, set()).add(group)
    found: dict[int, tuple[str, ...]] = {}
    questions = Question.objects.filter(instrument__in=asked_by).order_by("instrument", "pk")
    for instrument, text in questions.values_list("instrument", "text"):
        for group in asked_by[instrument]:
            found[group] = (*found.get(group, ()), text)
    return found


def history_of(both: Work, pair: Overlap, reader: User) -> list["Twin"]:
    """The actions like these two that the reader may see, without the two themselves."""
    with likeness.SHELF.lock:
        index = likeness.SHELF.fresh()
        found = index.twins(both, limit=HISTORY, floor=LIKE_IT) if index else []
    others = likeness.comparable().visible_to(reader).exclude(pk__in=[side.pk for side in pair.sides])
    seen = set(others.filter(ref__in=[twin.work.key for twin in found]).values_list("ref", flat=True))
    return [twin for twin in found if twin.work.key in seen]
