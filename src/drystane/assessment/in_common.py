"""What two groups say of the subjects they share, as far as whoever looks may know it.

A group does not see the other's answers. What is known of the other side is what its own proposal or
confirmation has shown; whoever may see both assessments, as the board does, sees both in full.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from drystane.assessment.models import Agreement, AgreementState, Answer, Assessment, Crosswalk, Subject
from drystane.assessment.rating import Answered, Compared, Side, compare
from drystane.partners.models import Group

NOT_SHOWN = "Not shown to you"


@dataclass(frozen=True)
class Line:
    """A subject with both sides, and the position that stands or is proposed."""

    subject: Subject
    first: str
    second: str
    differs: bool
    apart: int
    because: str
    agreement: Agreement | None
    may_propose: bool


@dataclass(frozen=True)
class Pair:
    """The two assessments in the order of the crosswalk's sides, and which of them may be looked into."""

    first: Assessment
    second: Assessment
    open_to: frozenset[int]


def lines(crosswalk: Crosswalk, pair: Pair) -> list[Line]:
    """Those that differ lead, the farthest apart first."""
    subjects = list(
        Subject.objects.current()
        .filter(crosswalk=crosswalk)
        .select_related("crosswalk")
        .prefetch_related("questions")
        .order_by("order", "code")
    )
    standing = positions(pair)
    answers: dict[int, list[Answered]] = {pair.first.pk: [], pair.second.pk: []}
    for answer in Answer.objects.filter(assessment__in=pair.open_to & answers.keys()).in_order():
        answers[answer.assessment_id].append(answer.answered)
    compared = compare([subject.tied for subject in subjects], *answers.values())
    by_code = {subject.code: subject for subject in subjects}
    rows = [(by_code[row.subject], row) for row in compared]
    known = [
        line(
            subject, with_what_was_shown(row, standing.get(subject.pk), pair), pair, standing.get(subject.pk)
        )
        for subject, row in rows
    ]
    return sorted(known, key=lambda one: (not one.differs, -one.apart, one.subject.order))


def positions(pair: Pair) -> Mapping[int, Agreement]:
    """The position of each subject that is proposed, else the one that both agreed."""
    rows = Agreement.objects.filter(
        first=pair.first,
        second=pair.second,
        state__in=[AgreementState.PROPOSED, AgreementState.CONFIRMED],
    )
    # In the order of the alphabet: what is confirmed, then what is proposed in its place.
    return {agreement.subject_id: agreement for agreement in rows.order_by("state")}


def with_what_was_shown(row: Compared, agreement: Agreement | None, pair: Pair) -> Compared:
    """The comparison, with what is not open to whoever looks but was shown by the other group's own act."""
    first, second = row.first, row.second
    if pair.first.pk not in pair.open_to:
        first = shown_by(agreement, pair.first.group)
    if pair.second.pk not in pair.open_to:
        second = shown_by(agreement, pair.second.group)
    return replace(row, first=first, second=second)


def shown_by(agreement: Agreement | None, group: Group) -> Side:
    level = None
    if agreement is not None and agreement.proposed_for_id == group.pk:
        level = agreement.proposer_level
    elif agreement is not None and agreement.confirmed_for_id == group.pk:
        level = agreement.confirmer_level
    return Side(level=level, unknown=False, questions=())


def line(subject: Subject, row: Compared, pair: Pair, agreement: Agreement | None) -> Line:
    words = [
        NOT_SHOWN if assessment.pk not in pair.open_to and side.level is None else side.words
        for assessment, side in ((pair.first, row.first), (pair.second, row.second))
    ]
    one_sided = NOT_SHOWN in words and row.differs
    return Line(
        subject=subject,
        first=words[0],
        second=words[1],
        differs=row.differs,
        apart=row.apart or 0,
        because="Your side does not know." if one_sided else row.because,
        agreement=agreement,
        may_propose=agreement is None or agreement.state == AgreementState.CONFIRMED,
    )


def in_order_of(crosswalk: Crosswalk, one: Assessment, other: Assessment) -> tuple[Assessment, Assessment]:
    """The two in the order of the crosswalk's sides."""
    return (one, other) if one.instrument_id == crosswalk.first_id else (other, one)
