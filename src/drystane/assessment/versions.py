"""What a new version of an instrument asks that the former one did not."""

from dataclasses import dataclass

from drystane.assessment.models import Instrument, Question

WORDING = ("text", "asks_for", "duty", "topic", "harm")


@dataclass(frozen=True)
class VersionChanges:
    """Two versions held against one another, question by question, by code."""

    new: list[Question]
    reworded: list[tuple[Question, Question]]  # before and after
    gone: list[Question]
    same: int


def compare_versions(before: Instrument, after: Instrument) -> VersionChanges:
    """Raises ValueError for versions of two different instruments. Two queries."""
    if before.code != after.code:
        raise ValueError(f"{before} and {after} are not versions of one instrument.")
    old = {question.code: question for question in before.questions.order_by("order")}
    new: list[Question] = []
    reworded: list[tuple[Question, Question]] = []
    same = 0
    for question in after.questions.order_by("order"):
        former = old.pop(question.code, None)
        if former is None:
            new.append(question)
        elif any(getattr(former, name) != getattr(question, name) for name in WORDING):
            reworded.append((former, question))
        else:
            same += 1
    return VersionChanges(new, reworded, list(old.values()), same)
