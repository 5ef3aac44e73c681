"""What happened to an assessment, an answer, a position or a gap, told as sentences, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.utils import timezone

from drystane.access.models import User
from drystane.assessment.models import (
    Agreement,
    AgreementState,
    Answer,
    AnswerVersion,
    Assessment,
    Gap,
    GapState,
    GapWeighing,
    State,
    Verification,
)
from drystane.documents.packs import spoken
from drystane.marking.models import Marked

THE_OPERATOR = "The operator"  # whoever brought it in by the command line, naming nobody


@dataclass(frozen=True)
class Event:
    at: datetime
    sentence: str
    why: str


def told(row: Any, deed: str, why: str = "") -> Event:
    who = row.by.name if row.by else THE_OPERATOR
    return Event(row.at, f"{who} {deed} on {spoken(timezone.localdate(row.at))}.", why)


def newest_first(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event.at, reverse=True)


ASSESSMENT_DEEDS = {
    State.OPEN: "opened this",
    State.SUBMITTED: "submitted this",
    State.REOPENED: "opened this again",
}
GAP_DEEDS = {
    GapState.OPEN: "made this an open gap",
    GapState.TAKEN_UP: "put an action forward for this",
    GapState.ACCEPTED: "accepted this",
    GapState.CLOSED: "closed this",
}
AGREEMENT_DEEDS = {
    AgreementState.PROPOSED: "proposed this",
    AgreementState.CONFIRMED: "agreed to this",
    AgreementState.DECLINED: "declined this",
    AgreementState.WITHDRAWN: "took this back",
    AgreementState.SUPERSEDED: "agreed on another position in place of this",
}


def story_of_assessment(assessment: Assessment) -> list[Event]:
    moves = assessment.moves.select_related("by").order_by("-at", "-pk")
    return [told(move, ASSESSMENT_DEEDS[State(move.to)], move.why) for move in moves]


def story_of_gap(gap: Gap, weighings: Sequence[GapWeighing]) -> list[Event]:
    events = [told(row, weighed(row), row.why) for row in weighings]
    for move in gap.moves.select_related("by").order_by("-at", "-pk"):
        until = f" until {spoken(move.review_on)}" if move.review_on else ""
        events.append(told(move, f"{GAP_DEEDS[GapState(move.to)]}{until}", move.why))
    return newest_first(events)


def weighed(row: GapWeighing) -> str:
    now, before = f"harm {row.harm}, duty {row.duty}", f"harm {row.harm_before}, duty {row.duty_before}"
    return f"weighed this otherwise ({now}; before {before})"


def story_of_agreement(agreement: Agreement) -> list[Event]:
    events = []
    for move in agreement.moves.select_related("by", "acting_for").order_by("-at", "-pk"):
        group = f" for {move.acting_for.name}" if move.acting_for else ""
        events.append(told(move, f"{AGREEMENT_DEEDS[AgreementState(move.to)]}{group}", move.why))
    return events


def story_of_answer(answer: Answer, user: User) -> tuple[list[Event], list[Marked]]:
    """What was said on the way, as far as this person may see it, and the rows it is told from."""
    versions = list(
        AnswerVersion.objects.visible_to(user).filter(answer=answer).select_related("by").order_by("at", "pk")
    )
    verified = list(
        Verification.objects.visible_to(user).filter(answer=answer).select_related("by").order_by("at", "pk")
    )
    saved = (told(version, deed_of(version), version.note) for version in versions)
    looked = (told(row, found_by(row), row.note) for row in verified)
    return newest_first(chain(saved, looked)), [*versions, *verified]


def deed_of(version: AnswerVersion) -> str:
    said = version.get_result_display() if version.result is not None else version.get_kind_display()
    if version.is_refused:
        return f"wrote “{said}” too late, and it was kept as a draft"
    return f"answered “{said}”"


def found_by(row: Verification) -> str:
    if row.result is None:
        return "verified the answer"
    return f"verified the answer and rated it “{row.get_result_display()}”"
