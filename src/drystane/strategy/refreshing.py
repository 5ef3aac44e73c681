"""What people do with a comparison of two editions: begin it, run it again, decide, take a decision back."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.partners.models import Group
from drystane.strategy.comparing import found
from drystane.strategy.comparing.found import Match, Part, left_over
from drystane.strategy.comparing.telling import kept
from drystane.strategy.models import (
    Comparison,
    Correspondence,
    Counterpart,
    Edition,
    Kind,
    Recommendation,
    Ruling,
)
from drystane.strategy.reading import Proposals, asked_by, message_matches, messages_of, propose

CHANGED_MEANWHILE = (
    "Somebody else has just decided this, or took it back. Nothing of yours was done: look at it again first."
)
UNFIT = {
    Kind.KEPT: "one of the earlier edition and one of the later",
    Kind.REWORDED: "one of the earlier edition and one of the later",
    Kind.MOVED: "one of the earlier edition and one of the later",
    Kind.SPLIT: "one of the earlier edition and two or more of the later",
    Kind.MERGED: "two or more of the earlier edition and at least one of the later",
    Kind.NEW: "one of the later edition and none of the earlier",
    Kind.DROPPED: "one of the earlier edition and none of the later",
}


@transaction.atomic
def compare_editions(
    earlier: Edition, later: Edition, *, kept_by: Group, by: User | None, at: datetime
) -> Comparison:
    """Propose what became of each recommendation; where somebody has compared them before, propose again
    whatever nobody has decided. Raises NotAllowed for editions that cannot be compared."""
    must_follow(earlier, later)
    rows = asked_by(earlier), asked_by(later)
    comparison, is_new = Comparison.objects.get_or_create(
        earlier=earlier, later=later, defaults={"kept_by": kept_by, "run_by": by, "run_at": at}
    )
    hold(comparison)
    settled = set(
        Counterpart.objects.filter(correspondence__in=comparison.correspondences.decided()).values_list(
            "recommendation", flat=True
        )
    )
    before, after = ([one for one in side if one.pk not in settled] for side in rows)
    proposals = propose(before, after)
    comparison.correspondences.undecided().delete()
    write(comparison, proposals, [*before, *after])
    Comparison.objects.filter(pk=comparison.pk).update(
        run_by=by,
        run_at=at,
        method=proposals.method,
        fingerprint=proposals.fingerprint,
        messages=kept(message_matches(messages_of(earlier), messages_of(later))),
    )
    comparison.refresh_from_db()
    details: dict[str, trail.Detail] = {"proposed": len(proposals.matches), "decided": len(settled)}
    trail.record("editions.compared", comparison, by=by, at=at, details={**details, "first": is_new})
    return comparison


def must_follow(earlier: Edition, later: Edition) -> None:
    if earlier.strategy_id != later.strategy_id:
        raise NotAllowed("These are editions of two different strategies.")
    if (earlier.published_on, earlier.code) >= (later.published_on, later.code):
        raise NotAllowed("Name the earlier edition first, and another one after it.")


def write(comparison: Comparison, proposals: Proposals, rows: Iterable[Recommendation]) -> None:
    by_code = {one.code: one for one in rows}
    made = Correspondence.objects.bulk_create(
        Correspondence(
            comparison=comparison,
            kind=match.kind.value,
            proposed=match.kind.value,
            order=place_of(match, by_code, last=len(by_code)),
            score=match.score,
            reasons="\n".join(match.reasons),
        )
        for match in proposals.matches
    )
    Counterpart.objects.bulk_create(
        counterpart(comparison, correspondence, by_code[code])
        for correspondence, match in zip(made, proposals.matches, strict=True)
        for code in (*match.before, *match.after)
    )


def place_of(match: Match, by_code: dict[str, Recommendation], *, last: int) -> int:
    """Where its first counterpart stands in the later edition; what was dropped comes after them all."""
    if match.after:
        return min(by_code[code].order for code in match.after)
    return 10_000 + last + min(by_code[code].order for code in match.before)


def counterpart(comparison: Comparison, correspondence: Correspondence, asked: Recommendation) -> Counterpart:
    return Counterpart(
        comparison=comparison,
        correspondence=correspondence,
        recommendation=asked,
        edition_id=asked.edition_id,
    )


@transaction.atomic
def decide_correspondence(
    correspondence: Correspondence,
    *,
    kind: str,
    before: Collection[Recommendation],
    after: Collection[Recommendation],
    seen: int,
    by: User | None,
    at: datetime,
    why: str = "",
) -> Correspondence:
    """Say what became of these recommendations. Those it takes from undecided proposals leave the rest of
    them standing, so that each recommendation always stands somewhere, and only once.

    Raises NotAllowed if somebody decided it since it was `seen`, or has decided on one of them elsewhere, and
    ValidationError where the kind does not fit so many.
    """
    comparison = correspondence.comparison
    check(comparison, kind, before, after, why=why, proposed=correspondence.proposed)
    hold(comparison)
    asked = [*before, *after]
    taken = Correspondence.objects.filter(
        comparison=comparison, counterparts__recommendation__in=asked
    ).exclude(pk=correspondence.pk)
    if decided := taken.decided().first():
        raise NotAllowed(
            f"{names(decided, asked)} stands in another decision already. Take that one back first."
        )
    changed = Correspondence.objects.filter(pk=correspondence.pk, version=seen, decided_at=None).update(
        kind=kind, decided_by=by, decided_at=at, why=why, version=F("version") + 1
    )
    if not changed:
        raise NotAllowed(CHANGED_MEANWHILE)
    regroup(correspondence, before, after)
    keep_ruling(comparison, kind, before, after, by=by, at=at, why=why)
    correspondence.refresh_from_db()
    trail.record("correspondence.decided", correspondence, by=by, at=at, details={"kind": kind})
    return correspondence


@transaction.atomic
def take_back(correspondence: Correspondence, *, seen: int, by: User | None, at: datetime, why: str) -> None:
    """It is a proposal again, with the same recommendations; what was decided stays on record.

    Raises NotAllowed if it has changed since it was `seen`."""
    if not why.strip():
        raise ValidationError({"why": "Say why the decision is taken back."})
    hold(correspondence.comparison)
    changed = Correspondence.objects.filter(
        pk=correspondence.pk, version=seen, decided_at__isnull=False
    ).update(decided_by=None, decided_at=None, why="", version=F("version") + 1)
    if not changed:
        raise NotAllowed(CHANGED_MEANWHILE)
    keep_ruling(
        correspondence.comparison,
        correspondence.kind,
        correspondence.before,
        correspondence.after,
        by=by,
        at=at,
        why=why,
        is_taken_back=True,
    )
    correspondence.refresh_from_db()
    trail.record("correspondence.taken_back", correspondence, by=by, at=at)


def check(
    comparison: Comparison,
    kind: str,
    before: Collection[Recommendation],
    after: Collection[Recommendation],
    *,
    why: str,
    proposed: str,
) -> None:
    if any(one.edition_id != comparison.earlier_id for one in before):
        raise ValidationError({"before": "Choose recommendations of the earlier edition."})
    if any(one.edition_id != comparison.later_id for one in after):
        raise ValidationError({"after": "Choose recommendations of the later edition."})
    if not found.Kind(kind).fits(len(before), len(after)):
        raise ValidationError({"kind": f"“{Kind(kind).label}” takes {UNFIT[Kind(kind)]}."})
    if kind != proposed and not why.strip():
        raise ValidationError({"why": "Say why it is another than was proposed."})


def regroup(
    correspondence: Correspondence,
    before: Collection[Recommendation],
    after: Collection[Recommendation],
) -> None:
    """Let it hold just these, and what it held before and others held of these stand elsewhere."""
    comparison = correspondence.comparison
    wanted = {one.pk for one in (*before, *after)}
    touched = Correspondence.objects.undecided().filter(
        comparison=comparison, counterparts__recommendation__in=wanted
    )
    others = list(
        touched.exclude(pk=correspondence.pk).distinct().prefetch_related("counterparts__recommendation")
    )
    own = Correspondence.objects.prefetch_related("counterparts__recommendation").get(pk=correspondence.pk)
    let_go = [one.recommendation for one in own.counterparts.all() if one.recommendation_id not in wanted]
    Counterpart.objects.filter(comparison=comparison, recommendation__in=wanted).delete()
    Counterpart.objects.filter(correspondence=correspondence).delete()
    Counterpart.objects.bulk_create(counterpart(comparison, correspondence, one) for one in (*before, *after))
    for other in others:
        reduce(other, {one.code for one in before}, {one.code for one in after})
    for one in let_go:
        alone(comparison, one, order=correspondence.order)


def reduce(other: Correspondence, before: Collection[str], after: Collection[str]) -> None:
    """Leave of a proposal what was not taken from it."""
    comparison = other.comparison
    rows = {one.recommendation.code: one.recommendation for one in other.counterparts.all()}
    part = Part(
        found.Kind(other.kind),
        frozenset(code for code, one in rows.items() if one.edition_id == comparison.earlier_id),
        frozenset(code for code, one in rows.items() if one.edition_id == comparison.later_id),
    )
    remaining = left_over(part, before, after)
    other.delete()
    for rest in remaining:
        kept = [rows[code] for code in sorted(rest.before | rest.after)]
        stand(comparison, rest.kind.value, kept, order=other.order)


def alone(comparison: Comparison, one: Recommendation, *, order: int) -> None:
    is_earlier = one.edition_id == comparison.earlier_id
    stand(comparison, Kind.DROPPED if is_earlier else Kind.NEW, [one], order=order)


def stand(comparison: Comparison, kind: str, rows: Sequence[Recommendation], *, order: int) -> None:
    """A proposal without a score: it is what a person's decision left over."""
    made = Correspondence.objects.create(
        comparison=comparison,
        kind=kind,
        proposed=kind,
        order=order,
        reasons="It is what a decision on others left over.",
    )
    Counterpart.objects.bulk_create(counterpart(comparison, made, one) for one in rows)


def hold(comparison: Comparison) -> None:
    """Make whoever decides on these editions next wait."""
    Comparison.objects.filter(pk=comparison.pk).update(version=F("version") + 1)


def keep_ruling(
    comparison: Comparison,
    kind: str,
    before: Collection[Recommendation],
    after: Collection[Recommendation],
    *,
    by: User | None,
    at: datetime,
    why: str,
    is_taken_back: bool = False,
) -> None:
    Ruling.objects.create(
        comparison=comparison,
        kind=kind,
        before=codes(before),
        after=codes(after),
        is_taken_back=is_taken_back,
        by=by,
        at=at,
        why=why,
    )


def codes(rows: Iterable[Recommendation]) -> str:
    return " ".join(sorted(one.code for one in rows))


def names(decided: Correspondence, asked: Iterable[Recommendation]) -> str:
    theirs = set(decided.counterparts.values_list("recommendation", flat=True))
    return ", ".join(one.code for one in asked if one.pk in theirs)


def by_recommendation(comparison: Comparison) -> dict[int, Correspondence]:
    """Where each recommendation of either edition stands. Two queries."""
    rows = comparison.correspondences.prefetch_related("counterparts__recommendation__objective")
    found_in: dict[int, Correspondence] = {}
    for one in rows.order_by("order", "ref"):
        for part in one.counterparts.all():
            found_in[part.recommendation_id] = one
    return found_in
