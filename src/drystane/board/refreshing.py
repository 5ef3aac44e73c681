"""What a newer edition means here: gathered with one reader's sight, or with that of a paper's audience."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from drystane.access.models import User
from drystane.assessment.carrying import answers_touched, undecided
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


def new_and_untasked(comparison: Comparison, sight: Sight) -> QuerySet[Recommendation]:
    """What the later edition asks for the first time, or in more parts, and nobody was asked to take up."""
    first = Correspondence.objects.filter(comparison=comparison, kind__in=[Kind.NEW, Kind.SPLIT])
    rows = Recommendation.objects.filter(
        edition=comparison.later_id,
        pk__in=first.values("counterparts__recommendation"),
    )
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


def refresh_of(edition: Edition | None, group: Group) -> Comparison | None:
    """The board's comparison of the edition it works to, or is asked to take up, with the one before."""
    rows = Comparison.objects.filter(later=edition, kept_by=group).select_related("earlier", "later")
    return rows.order_by("-earlier__published_on").first()


def refresh_table(comparison: Comparison, sight: Sight) -> Table:
    """Counted with the sight given, and never with its author's."""
    standing = list(Correspondence.objects.filter(comparison=comparison).values_list("kind", "decided_at"))
    actions = touched(comparison, sight.actions).count()
    answers = answers_touched(comparison, sight.answers)
    return Table(
        caption=f"{CAPTION}: {comparison.earlier.code} to {comparison.later.code}",
        columns=("What", "How many", "Still to do"),
        rows=(
            *kinds_of(standing),
            *rows_of(
                {
                    "Recommendations that are new or in more parts, and that nobody was asked to take up": (
                        found := new_and_untasked(comparison, sight).count(),
                        f"{found} to task",
                    ),
                    "Live actions whose recommendation did not stay as it was": (
                        actions,
                        f"{actions} to look at",
                    ),
                    "Answers that rest on the earlier edition": (
                        answers.count(),
                        f"{undecided(comparison, answers).count()} to decide on",
                    ),
                }
            ),
        ),
        section="background",
        empty="Neither edition asks anything.",
    )


def kinds_of(standing: Iterable[tuple[str, date | None]]) -> list[tuple[str, str, str]]:
    rows = list(standing)
    return [
        (
            f"Recommendations {label.lower()}",
            str(len(of_kind)),
            f"{sum(1 for decided in of_kind if decided is None)} to decide on",
        )
        for kind, label in Kind.choices
        if (of_kind := [decided for one, decided in rows if one == kind])
    ]


def rows_of(counted: Mapping[str, tuple[int, str]]) -> list[tuple[str, str, str]]:
    return [(words, str(many), left) for words, (many, left) in counted.items()]
