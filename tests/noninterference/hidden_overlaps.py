"""Pairs of a hidden action with visible ones, in every state, with what was decided about them."""

from collections.abc import Sequence

from drystane.access.models import User
from drystane.plans.models import Action, Judgement, Link, Merge, Overlap, OverlapState, Status
from tests.big.basis import pick, ref_of
from tests.cast import NOW
from tests.noninterference.hidden import WORD, Hidden


def tie_overlaps(hidden: Hidden, *, actions: Sequence[Action], by: User) -> None:
    """Every visible action stands in some, so that whatever lists, counts or draws pairs would show them."""
    pairs = [
        (action, pick(actions, number))
        for number, action in enumerate(hidden.actions)
        if action.status in OPEN
    ]
    hidden.overlaps = Overlap.objects.bulk_create(
        pair_of(secret, seen, decision=("", "link", "merge", "")[number % 4])
        for number, (secret, seen) in enumerate(pairs)
    )
    judgements = Judgement.objects.bulk_create(
        Judgement(
            ref=ref_of("hidden judgement", pair.ref),
            overlap=pair,
            step="confirmed" if pair.decision == "merge" else "decided",
            decision=pair.decision,
            lead=seen if pair.decision == "merge" else None,
            why=WORD,
            by=by,
            acting_for=secret.plan.group,
            at=NOW,
        )
        for pair, (secret, seen) in zip(hidden.overlaps, pairs, strict=True)
        if pair.decision
    )
    of_pair = {judgement.overlap_id: judgement for judgement in judgements}
    for pair, (secret, seen) in zip(hidden.overlaps, pairs, strict=True):
        if pair.decision not in {"link", "merge"}:
            continue
        told = of_pair[pair.pk]
        if pair.decision == "link":
            Link.objects.create(
                ref=ref_of("hidden link", pair.ref),
                first=secret,
                second=seen,
                kind="link",
                judgement=told,
                made_at=NOW,
            )
        else:
            Merge.objects.create(
                ref=ref_of("hidden merge", pair.ref),
                judgement=told,
                kept=seen,
                merged=secret,
                status_before=secret.status,
                by=by,
                at=NOW,
            )
            Action.objects.filter(pk=secret.pk).update(
                status=Status.MERGED, merged_into=seen, brag_override=""
            )


OPEN = {Status.PROPOSED, Status.AGREED, Status.UNDER_WAY}


def pair_of(secret: Action, seen: Action, *, decision: str) -> Overlap:
    first, second = sorted((secret, seen), key=lambda action: action.pk)
    return Overlap(
        ref=ref_of("hidden overlap", secret.ref),
        first=first,
        second=second,
        duplicate=0.9,
        related=0.9,
        reasons=WORD,
        compared_by="by hand",
        found_at=NOW,
        state=OverlapState.DECIDED if decision else OverlapState.WAITING,
        decision=decision,
    )
