"""The example's refreshes: one partly decided, with an answer parked, and one that is only proposed."""

from collections.abc import Mapping
from typing import Any

from drystane.assessment.models import Answer, Assessment
from drystane.assessment.operations import settle_answer
from drystane.site.demo.groups import Partnership
from drystane.site.demo.reading import at, read
from drystane.strategy.models import Comparison, Correspondence, Edition, Recommendation
from drystane.strategy.packs import PACKS
from drystane.strategy.reading import in_full
from drystane.strategy.refreshing import compare_editions, decide_correspondence


def load(partnership: Partnership, assessments: Mapping[str, Assessment]) -> None:
    for row in read(PACKS / "example" / "refresh.yaml")["comparisons"]:
        comparison = compare_editions(
            Edition.objects.get(code=row["earlier"]),
            Edition.objects.get(code=row["later"]),
            kept_by=partnership.groups["board"],
            by=partnership.people[row["by"]],
            at=at(row["on"]),
        )
        for decision in row["decisions"]:
            decide(comparison, decision, by=row["by"], on=row["on"], partnership=partnership)
        for said in row["answers"]:
            answer = Answer.objects.get(
                assessment=assessments[said["assessment"]], question__code=said["question"]
            )
            settle_answer(
                answer,
                comparison,
                fate=said["fate"],
                seen=0,
                by=partnership.people[said["by"]],
                at=at(said["on"]),
                why=said["why"],
            )


def decide(
    comparison: Comparison, row: dict[str, Any], *, by: str, on: Any, partnership: Partnership
) -> None:
    """On whichever proposal holds the first of them: what it was proposed with may differ."""
    sides = [list(Recommendation.objects.filter(code__in=row[side])) for side in ("before", "after")]
    proposals = in_full(Correspondence.objects.filter(comparison=comparison))
    proposal = proposals.get(counterparts__recommendation=(sides[1] or sides[0])[0])
    decide_correspondence(
        proposal,
        kind=row["kind"],
        before=sides[0],
        after=sides[1],
        seen=proposal.version,
        by=partnership.people[by],
        at=at(on, hour=11),
        why=row["why"] or ("" if proposal.proposed == row["kind"] else "As both texts read."),
    )
