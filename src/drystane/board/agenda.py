"""An agenda as one person sees it: each item with its paper, what the paper asks, and what the board did."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from drystane.access.models import User
from drystane.board.citations import without_marks
from drystane.board.forms_of_paper import paper_form
from drystane.board.models import (
    ActionReason,
    AgendaItem,
    Decision,
    Meeting,
    Outcome,
    Paper,
    PaperRecommendation,
    Tasking,
)
from drystane.plans.models import Action


@dataclass(frozen=True)
class Result:
    """A decision, and what came of it."""

    decision: Decision
    actions: Sequence[Action] = ()
    taskings: Sequence[Tasking] = ()

    @property
    def is_waiting(self) -> bool:
        """An action was asked for and has been given to nobody yet."""
        return self.decision.outcome == Outcome.ACTION and not self.actions and not self.taskings

    @property
    def may_be_taken_back(self) -> bool:
        return not self.actions and not self.taskings and self.decision.adoption is None


@dataclass(frozen=True)
class Asked:
    """One recommendation of a paper, and what the board did with it."""

    recommendation: PaperRecommendation
    number: str
    result: Result | None

    @property
    def words(self) -> str:
        """What follows the verb, without the marks of figures."""
        return without_marks(self.recommendation.text)


@dataclass(frozen=True)
class Line:
    """One item. Its number counts what this person sees, so that it tells of nothing else."""

    number: int
    item: AgendaItem
    paper: Paper | None
    asked: Sequence[Asked] = ()
    results: Sequence[Result] = ()

    @property
    def takes_a_paper(self) -> bool:
        return self.paper is None and self.item.kind == AgendaItem.Kind.PAPER

    @property
    def may_be_dropped(self) -> bool:
        return self.paper is None and not self.results


@dataclass(frozen=True)
class Agenda:
    lines: Sequence[Line] = field(default_factory=tuple)

    @property
    def papers(self) -> list[Paper]:
        return [line.paper for line in self.lines if line.paper]

    @property
    def unwritten(self) -> list[AgendaItem]:
        return [line.item for line in self.lines if line.takes_a_paper]

    @property
    def asked(self) -> list[tuple[Line, Asked]]:
        return [(line, asked) for line in self.lines for asked in line.asked]

    @property
    def undecided(self) -> list[tuple[Line, Asked]]:
        return [(line, asked) for line, asked in self.asked if asked.result is None]

    @property
    def results(self) -> list[Result]:
        """Of items as a whole, then of what their papers asked."""
        whole = [result for line in self.lines for result in line.results]
        return whole + [asked.result for _, asked in self.asked if asked.result]

    @property
    def waiting(self) -> list[Result]:
        """What asks for an action that nobody has been given."""
        return [result for result in self.results if result.is_waiting]

    @property
    def actions(self) -> list[Action]:
        """What came of it all."""
        return [action for result in self.results for action in result.actions]


def agenda(meeting: Meeting, *, user: User) -> Agenda:
    """What this person sees of it. Six queries."""
    items = list(AgendaItem.objects.visible_to(user).filter(meeting=meeting).order_by("order", "ref"))
    papers = {paper.item_id: paper for paper in Paper.objects.visible_to(user).filter(item__in=items)}
    asked: dict[int, list[PaperRecommendation]] = defaultdict(list)
    for recommendation in PaperRecommendation.objects.filter(paper__in=papers.values()).order_by("order"):
        asked[recommendation.paper_id].append(recommendation)
    results = results_of(
        Decision.objects.visible_to(user)
        .filter(item__in=items)
        .select_related("remitted_to", "by", "adoption__edition")
        .order_by("at", "pk"),
        user=user,
    )
    decided = {result.decision.recommendation_id: result for result in results}
    by_key = {item.pk: item for item in items}
    for item in items:
        item.meeting = meeting  # known already: it need not be asked for again
    for result in results:
        result.decision.item = by_key[result.decision.item_id]
    return Agenda(
        [
            Line(
                number=number,
                item=item,
                paper=(paper := papers.get(item.pk)),
                asked=[Asked(one, numbered(paper, one), decided.get(one.pk)) for one in asked[paper.pk]]
                if paper
                else (),
                results=[
                    result
                    for result in results
                    if result.decision.item_id == item.pk and result.decision.recommendation_id is None
                ],
            )
            for number, item in enumerate(items, start=1)
        ]
    )


def results_of(decisions: Iterable[Decision], *, user: User) -> list[Result]:
    """Each with the actions and taskings that came of it, as far as this person sees them. Three queries."""
    decisions = list(decisions)
    actions: dict[int | None, list[Action]] = defaultdict(list)
    for reason in (
        ActionReason.objects.visible_to(user)
        .filter(decision__in=decisions)
        .select_related("action__plan")
        .order_by("action__due_on", "action__ref")
    ):
        actions[reason.decision_id].append(reason.action)
    taskings: dict[int | None, list[Tasking]] = defaultdict(list)
    for tasking in (
        Tasking.objects.visible_to(user)
        .filter(decision__in=decisions)
        .select_related("to_group")
        .order_by("report_back_on", "ref")
    ):
        taskings[tasking.decision_id].append(tasking)
    return [Result(one, actions[one.pk], taskings[one.pk]) for one in decisions]


def numbered(paper: Paper, recommendation: PaperRecommendation) -> str:
    """As the paper prints it: 2.1."""
    return paper_form(paper.form).recommendation_number(recommendation.order)
