"""What a newer edition means here: gathered with one reader's sight, or with that of a paper's audience."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from drystane.access.models import User
from drystane.assessment.carrying import Which, answers_touched, undecided
from drystane.assessment.models import Answer
from drystane.assessment.models.answers import AnswerQuerySet
from drystane.board.models import Citation, Paper, Tasking
from drystane.board.models.taskings import TaskingQuerySet
from drystane.documents.packs import Table
from drystane.partners.models import Group
from drystane.partners.sight import seen_by_audience
from drystane.plans.models import Action, Status
from drystane.plans.models.actions import ActionQuerySet
from drystane.plans.repointing import touched
from drystane.strategy.models import Comparison, Correspondence, Edition, Figure, Kind, Recommendation
from drystane.strategy.models.comparisons import ComparisonQuerySet

CAPTION = "What the refresh changes"


@dataclass(frozen=True)
class Sight:
    """What a reader may see of the rooms that a newer edition touches."""

    actions: ActionQuerySet
    taskings: TaskingQuerySet
    answers: AnswerQuerySet

    @classmethod
    def of(cls, user: User) -> "Sight":
        return cls(
            Action.objects.visible_to(user), Tasking.objects.visible_to(user), Answer.objects.visible_to(user)
        )

    @classmethod
    def of_audience(cls, group: Group, *, sensitive: bool) -> "Sight":
        """What every member of the group may see: its own rows and the OFFICIAL ones of those it oversees."""
        theirs = seen_by_audience("assessment__group", group, marked=False)
        return cls(
            Action.objects.for_audience(group, sensitive=sensitive),
            Tasking.objects.for_audience(group),
            Answer.objects.filter(theirs, assessment__marking="official"),
        )


def untasked(rows: QuerySet[Recommendation], sight: Sight) -> QuerySet[Recommendation]:
    """Of these, those that no tasking stands for and no action serves, as far as the reader sees."""
    asked = sight.taskings.standing().filter(recommendation=OuterRef("pk"))
    served = sight.actions.filter(recommendation=OuterRef("pk")).exclude(status=Status.DROPPED)
    return rows.filter(~Exists(asked), ~Exists(served))


def new_and_untasked(comparison: Which, later: Edition, sight: Sight) -> QuerySet[Recommendation]:
    """What the later edition asks for the first time, or in more parts, and nobody was asked to take up."""
    first = Correspondence.objects.filter(Q(comparison=comparison), kind__in=[Kind.NEW, Kind.SPLIT])
    rows = Recommendation.objects.filter(edition=later, pk__in=first.values("counterparts__recommendation"))
    return untasked(rows, sight).select_related("objective").order_by("order", "code")


@dataclass(frozen=True)
class Superseded:
    """A figure of the earlier edition, the newer ones of its measure, and the papers that still cite it."""

    figure: Figure
    newer: Sequence[Figure]
    papers: Sequence[Paper]


def superseded(comparison: Comparison, papers: QuerySet[Paper]) -> list[Superseded]:
    """Three queries, whatever is found."""
    figures = list(
        Figure.objects.filter(edition__in=[comparison.earlier_id, comparison.later_id])
        .prefetch_related("contradictions")
        .order_by("label", "as_of", "code")
    )
    newer: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.edition_id == comparison.later_id:
            newer.setdefault(figure.measure, []).append(figure)
    citing: dict[int, list[Paper]] = {}
    earlier = Figure.objects.filter(edition=comparison.earlier_id)
    cited = Citation.objects.filter(figure__in=earlier.values("pk"), paper__in=papers.order_by().values("pk"))
    for citation in cited.select_related("paper").order_by("paper__heading", "pk"):
        citing.setdefault(citation.figure_id, []).append(citation.paper)
    return [
        Superseded(figure, newer[figure.measure], citing.get(figure.pk, []))
        for figure in figures
        if figure.edition_id == comparison.earlier_id and figure.measure in newer
    ]


# As a table of the paper.


def refresh_of(edition: Edition | None, group: Group) -> ComparisonQuerySet:
    """The board's comparison of the edition it works to, or is asked to take up, with the one before."""
    rows = Comparison.objects.filter(later=edition, kept_by=group)
    return rows.order_by("-earlier__published_on", "pk")


def refresh_table(edition: Edition | None, group: Group, sight: Sight) -> Table | None:
    """Counted with the sight given, and never with its author's. One query, whatever there is to count."""
    if edition is None:
        return None
    rows = refresh_of(edition, group)
    which = rows.values("pk")[:1]
    answers = answers_touched(which, sight.answers)
    counted = (
        rows.select_related("earlier")
        .annotate(**of_each_kind())
        .annotate(
            untasked=many(new_and_untasked(which, edition, sight)),
            actions=many(touched(which, sight.actions)),
            answers=many(answers),
            undecided=many(undecided(which, answers)),
        )
        .first()
    )
    if counted is None:
        return None
    found: dict[str, Any] = counted.__dict__  # what was annotated
    return Table(
        caption=f"{CAPTION}: {counted.earlier.code} to {edition.code}",
        columns=("What", "How many", "Still to do"),
        rows=(
            *(
                (
                    f"Recommendations {label.lower()}",
                    str(found[kind]),
                    f"{found[f'{kind}_left']} to decide on",
                )
                for kind, label in Kind.choices
                if found[kind]
            ),
            (
                "Recommendations that are new or in more parts, and that nobody was asked to take up",
                str(found["untasked"]),
                f"{found['untasked']} to task",
            ),
            (
                "Live actions whose recommendation did not stay as it was",
                str(found["actions"]),
                f"{found['actions']} to look at",
            ),
            (
                "Answers that rest on the earlier edition",
                str(found["answers"]),
                f"{found['undecided']} to decide on",
            ),
        ),
        section="background",
    )


def of_each_kind() -> dict[str, Count]:
    """How many correspondences there are, and how many of them nobody has decided."""
    found = {}
    for kind in Kind.values:
        of_kind = Q(correspondences__kind=kind)
        found[kind] = Count("correspondences", filter=of_kind)
        found[f"{kind}_left"] = Count(
            "correspondences", filter=of_kind & Q(correspondences__decided_at__isnull=True)
        )
    return found


def many(rows: QuerySet[Any]) -> Coalesce:
    """How many rows, as a number beside others of one query."""
    alone = rows.order_by().annotate(together=Value(1)).values("together")
    return Coalesce(Subquery(alone.annotate(number=Count("pk")).values("number")), 0)
