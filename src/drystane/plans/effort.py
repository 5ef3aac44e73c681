"""The effort saved by deciding overlaps: counted from decisions only, and each can be opened."""

from dataclasses import dataclass

from django.db.models import Count, Q, Value

from drystane.plans.models import Decision, Merge, Total
from drystane.plans.models.actions import ActionQuerySet, amounts
from drystane.plans.models.overlaps import OverlapQuerySet


@dataclass(frozen=True)
class Saved:
    """Pairs in which work was joined, and what the actions merged away were to take."""

    merged: int
    led: int
    total: Total  # of the actions merged away; says how many of them name an amount


def effort_saved(decided: OverlapQuerySet) -> Saved:
    """Of these decided pairs. Two queries."""
    kinds = list(decided.order_by().values_list("decision", flat=True))
    standing = Merge.objects.standing().filter(judgement__overlap__in=decided.order_by().values("pk"))
    total = Total.of(*standing.aggregate(**amounts("merged")).values())
    return Saved(kinds.count(Decision.MERGE), kinds.count(Decision.LEAD), total)


WAITS = ""  # in place of a decision
DECIDED_AS = {**dict(Decision.choices), WAITS: "Not decided yet"}


@dataclass(frozen=True)
class Pairs:
    """How many pairs somebody decided in one way, and what the actions merged away by it were to take."""

    number: int
    total: Total


@dataclass(frozen=True)
class Tally:
    """What actions take by level of prevention, and their pairs by what was decided about them."""

    levels: dict[str, Total]
    pairs: dict[str, Pairs]


def tally(actions: ActionQuerySet, pairs: OverlapQuerySet) -> Tally:
    """One query for both, since a paper shows both. Either may be `none()`."""
    levels = actions.not_set_aside().order_by().values("prevention_level").annotate(**amounts())
    merged = amounts("judgements__merge__merged", only=Q(judgements__merge__undone_at=None))
    decisions = (pairs.decided() | pairs.undecided()).order_by().values("decision")
    decisions = decisions.annotate(number=Count("pk", distinct=True), **merged)
    rows = levels.values_list(Value("level"), "prevention_level", Value(0), *amounts()).union(
        decisions.values_list(Value("pair"), "decision", "number", *amounts()), all=True
    )
    found = Tally({}, {})
    for kind, key, number, *sums in rows:
        if kind == "level":
            found.levels[key] = Total.of(*sums)
        else:
            found.pairs[key] = Pairs(number, Total.of(*sums))
    return found
