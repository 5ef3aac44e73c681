"""The example's overlaps: one that waits behind different words, one that leads and one kept apart."""

from typing import Any

from drystane.plans import judging
from drystane.plans.finding import find_overlaps
from drystane.plans.models import Action, Decision, Overlap, Plan
from drystane.plans.substance import prints_of
from drystane.site.demo.groups import Partnership
from drystane.site.demo.plans import ActionLoader
from drystane.site.demo.reading import at


def load(example: dict[str, Any], partnership: Partnership, actions: dict[str, Action]) -> None:
    loader = ActionLoader(partnership)
    plans = {plan.code: plan for plan in Plan.objects.all()}
    for row in example["actions"]:
        actions[row["row"]["code"]] = loader.load(plans[row["plan"]], row["facts"], row["row"])
    find_overlaps(at=at(example["compared_on"]), by_words_alone=True)  # quick; a search reads sentences too
    for row in example["undecided"]:
        pair_of(actions, row)
    for row in example["judgements"]:
        pair = pair_of(actions, row)
        judging.judge(
            pair,
            Decision(row["decision"]),
            lead=actions[row["lead"]] if row["lead"] else None,
            why=row["why"],
            seen=pair.version,
            looked_at=judging.look_of(*prints_of(pair)),
            by=partnership.people[row["by"]],
            at=at(row["on"]),
        )


def pair_of(actions: dict[str, Action], row: dict[str, Any]) -> Overlap:
    """Raises Overlap.DoesNotExist if the machine no longer finds what the example is there to show."""
    first, second = (actions[row[name]] for name in ("first", "second"))
    return Overlap.objects.of(first).get(pk__in=Overlap.objects.of(second).values("pk"))
