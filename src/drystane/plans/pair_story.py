"""What was decided about a pair of actions, told as sentences, newest first."""

from collections.abc import Iterable

from django.utils import timezone

from drystane.documents.packs import spoken
from drystane.plans.models import Decision, Judgement, Overlap, Step
from drystane.plans.story import THE_OPERATOR, Event

VERBS = {
    Step.PROPOSED: "proposed",
    Step.DECIDED: "decided",
    Step.CONFIRMED: "confirmed",
    Step.DECLINED: "declined",
    Step.WITHDRAWN: "took back",
}


def story_of_pair(steps: Iterable[Judgement]) -> list[Event]:
    return [Event(step.at, sentence(step), step.why) for step in steps]


def sentence(step: Judgement) -> str:
    """ "Iain confirmed for the Integrity Group on 2 September 2015: “Visit traders” is merged into …" """
    who = step.by.name if step.by else THE_OPERATOR
    day = spoken(timezone.localdate(step.at))
    return f"{who} {VERBS[Step(step.step)]} for {step.acting_for} on {day}: {meaning(step)}."


def meaning(step: Judgement) -> str:
    """What was decided, with the actions by their titles."""
    stays, other = step.lead, step.follower
    match Decision(step.decision):
        case Decision.MERGE:
            return f"“{other}” is merged into “{stays}”"
        case Decision.LEAD:
            return f"“{stays}” leads and “{other}” supports it"
        case Decision.SEQUENCE:
            return f"“{stays}” comes first, then “{other}”"
        case Decision.LINK:
            return "the two are linked"
        case Decision.APART:
            return "the two are kept apart"


def changed_sides(overlap: Overlap, answer: Judgement) -> list[str]:
    """The titles of whatever says something else than when this was answered."""
    pairs = (
        (overlap.first, overlap.first_print, answer.first_print),
        (overlap.second, overlap.second_print, answer.second_print),
    )
    return [side.title for side, now, then in pairs if now != then]
