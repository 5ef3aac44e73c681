"""What the lists of this room show, and who may take them away as a file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict

from drystane.access.models import User
from drystane.access.policy import Permission
from drystane.assessment.asked import result_in_words
from drystane.assessment.forms.assessing import GapFilters
from drystane.assessment.importing import Answers, said_by
from drystane.assessment.models import Answer, Assessment, Evidence, Gap
from drystane.assessment.models.gaps import GapQuerySet
from drystane.assessment.rating import outside
from drystane.documents.packs import spoken
from drystane.marking.models import Marking, label
from drystane.partners.sight import seats_of
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import listed
from drystane.sheets.write import Cell

GAP_COLUMNS: Sequence[Column] = (
    Column("weight", "Weight", lambda gap: gap.shortfall.sum, sort=("weight", "duty_weight", "size")),
    Column("code", "Question", lambda gap: gap.code, sort=("code",)),
    Column("title", "What falls short", lambda gap: gap.title, sort=("title",), links=True),
    Column("group", "Group", lambda gap: gap.group.name, sort=("group__name",)),
    Column("year", "Year", lambda gap: gap.year, sort=("year",)),
    Column("state", "What became of it", lambda gap: gap.get_state_display(), sort=("state",)),
    Column("review", "Look again", lambda gap: gap.review_on, sort=("review_on",)),
)
GAP_COLUMNS_OF_FILE: Sequence[Column] = (
    *GAP_COLUMNS,
    Column("size", "Size", lambda gap: gap.size),
    Column("harm", "Harm", lambda gap: gap.harm_weight),
    Column("duty", "Duty", lambda gap: gap.duty_weight),
    Column("sum", "Size × harm × duty", lambda gap: gap.shortfall.weight),
    Column("accepted", "Why it is accepted", lambda gap: gap.accepted_why),
    Column("marking", "Marking", lambda gap: gap.marking_label),
)
HEAVIEST = "-weight"


def seen_gaps(user: User) -> GapQuerySet:
    gaps = Gap.objects.visible_to(user).heaviest_first().select_related("group")
    return gaps.annotate(year=Coalesce("answer__assessment__year", "agreement__first__year"))


def may_take_gaps(user: User, rows: QuerySet[Any]) -> bool:
    """All of them or none: a file with some left out would look whole."""
    seats = seats_of(user)
    if rows.exclude(group__in=seats.where(Permission.EXPORT_OFFICIAL)).exists():
        return False
    beyond = rows.filter(marking=Marking.SENSITIVE)
    return not beyond.exclude(group__in=seats.where(Permission.EXPORT_SENSITIVE)).exists()


def marking_of_rows(rows: QuerySet[Any]) -> str:
    """The marking of a list that holds these: the highest, with every descriptor."""
    sensitive = rows.filter(marking=Marking.SENSITIVE).order_by()
    descriptors = set(sensitive.values_list("descriptor", flat=True).distinct())
    return label(Marking.SENSITIVE if descriptors else Marking.OFFICIAL, descriptors)


@exports("gaps")
def find_gaps(user: User, query: QueryDict) -> Found:
    """The rows of a long file, asked for again when it is made."""
    rows = listed(
        seen_gaps(user), query, columns=GAP_COLUMNS_OF_FILE, filters=GapFilters, default_sort=HEAVIEST
    )
    if not may_take_gaps(user, rows):
        raise PermissionDenied("Your role does not let you take these gaps away as a file.")
    return GAP_COLUMNS_OF_FILE, rows.iterator(chunk_size=500)


def result_columns(before: Mapping[str, int | None]) -> Sequence[Column]:
    """`before`: what each question counted in the year before, by its code."""
    return (
        Column("question", "Question", lambda answer: answer.question.code, sort=("question__order",)),
        Column("topic", "Topic", lambda answer: answer.question.topic, sort=("question__topic",)),
        Column("text", "What is asked", lambda answer: answer.question.text, links=True),
        Column("result", "Result", result_in_words, sort=("result", "kind")),
        Column("counts", "Counts as", lambda answer: answer.counts),
        Column("outside", "As others report it", reported),
        Column("before", "The year before", lambda answer: before.get(answer.question.code)),
        Column("progress", "Which way it goes", lambda answer: answer.get_progress_display()),
        Column("confidence", "How sure", lambda answer: answer.get_confidence_display()),
    )


def answer_columns_of_file(
    assessment: Assessment, user: User, before: Mapping[str, int | None]
) -> tuple[Sequence[Column], list[Evidence]]:
    """Everything said in it, under the headings by which it comes in again, and the evidence this shows.

    Evidence that is sensitive goes only into the hands of somebody who may take sensitive rows away.
    """
    same = Assessment.objects.visible_to(user).filter(group=assessment.group, year=assessment.year)
    by_two_versions = same.filter(instrument__title=assessment.instrument.title).count() > 1
    name = assessment.ref if by_two_versions else str(assessment)
    may_take = assessment.group_id in seats_of(user).where(Permission.EXPORT_SENSITIVE)
    shown = Evidence.objects.visible_to(user).current().filter(answer__assessment=assessment)
    taken = shown if may_take else shown.filter(marking=Marking.OFFICIAL)
    pieces: dict[int, list[Evidence]] = {}
    for one in taken.order_by("added_at", "pk"):
        pieces.setdefault(one.answer_id, []).append(one)

    def said(key: str) -> Callable[[Answer], Cell]:
        return lambda answer: said_by(answer, name, pieces.get(answer.pk, [])).get(key, "")

    sorting = {column.key: column for column in result_columns(before)}
    beyond: dict[str, Callable[[Answer], Cell]] = {
        "verified": verifiers_score,
        "others": lambda answer: "\n".join(in_a_line(one) for one in pieces.get(answer.pk, [])[:-1]),
        **{key: column.value for key, column in sorting.items()},
    }
    columns = [
        Column(
            one.key,
            one.heading,
            beyond[one.key] if one.said_only else said(one.key),
            sort=sorting[one.key].sort if one.key in sorting else (),
        )
        for one in Answers.fields
    ]
    return columns, [one for found in pieces.values() for one in found]


def verifiers_score(answer: Answer) -> str:
    """What whoever verified it stands by; empty until somebody has."""
    if answer.verified_by_id is None:
        return ""
    return answer.get_verified_result_display() or result_in_words(answer)


def in_a_line(one: Evidence) -> str:
    marking = f" ({label(one.marking, [one.descriptor])})" if one.is_sensitive else ""
    return f"{one.get_type_display()}: {one.title}, {spoken(one.on)}, {one.owner}{marking}"


def reported(answer: Answer) -> str:
    counts = answer.counts
    return "" if counts is None else outside(counts).capitalize()
