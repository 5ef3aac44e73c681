"""What can be decided about a pair: each says what will happen, asks, and can be taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from drystane.access.models import User
from drystane.plans import judging
from drystane.plans.forms.overlaps import (
    LeadForm,
    MergeForm,
    NoteForm,
    PairForm,
    ReasonForm,
    SequenceForm,
)
from drystane.plans.models import Action, Decision, Judgement, Overlap, OverlapState, Step


@dataclass(frozen=True)
class Verb:
    """One thing that can be decided about a pair."""

    words: str  # on the button
    what: str  # what will happen, and how to take it back
    form: type[PairForm]
    do: Callable[..., Judgement]  # takes the pair, what the form asked, by and at
    said: str  # once it is done
    from_states: frozenset[OverlapState] = frozenset({OverlapState.WAITING})


def decide(decision: Decision) -> Callable[..., Judgement]:
    def do(overlap: Overlap, **given: Any) -> Judgement:
        return judging.judge(overlap, decision, **given)

    return do


def propose(overlap: Overlap, *, lead: Action, **given: Any) -> Judgement:
    return judging.propose_merge(overlap, kept=lead, **given)


TAKEN_BACK = "It can be taken back at any time, with a reason."
PROPOSED = frozenset({OverlapState.PROPOSED})
VERBS = {
    "merge": Verb(
        words="Merge them",
        what="One of the two stays. The other leaves the plan as “merged into another”; its history, its "
        "reasons and its address stay, and the bodies that were to do it support the one that stays. Where "
        f"two groups are concerned, the other group has to confirm first. {TAKEN_BACK} Undoing it puts "
        "everything back as it was.",
        form=MergeForm,
        do=propose,
        said="The merge is proposed, or done where both are your group's.",
    ),
    "lead": Verb(
        words="One leads, the other supports",
        what=f"Both actions stay. Each page says which of the two leads. {TAKEN_BACK}",
        form=LeadForm,
        do=decide(Decision.LEAD),
        said="It is on record which of the two leads.",
    ),
    "sequence": Verb(
        words="One after the other",
        what=f"Both actions stay. Each page says which of the two comes first. {TAKEN_BACK}",
        form=SequenceForm,
        do=decide(Decision.SEQUENCE),
        said="It is on record which of the two comes first.",
    ),
    "link": Verb(
        words="Link them",
        what=f"Both actions stay as they are, and each page leads to the other. {TAKEN_BACK}",
        form=NoteForm,
        do=decide(Decision.LINK),
        said="The two are linked.",
    ),
    "apart": Verb(
        words="Keep them apart",
        what="Both actions stay as they are. The pair is not asked about again unless one of the two comes "
        f"to say something else; your reason is then shown. {TAKEN_BACK}",
        form=ReasonForm,
        do=decide(Decision.APART),
        said="The two are kept apart.",
    ),
    "confirm": Verb(
        words="Confirm the merge",
        what="The other group proposed it, and it is done once you confirm it. It can be undone by either "
        "group, with a reason; everything is then put back as it was.",
        form=NoteForm,
        do=judging.confirm_merge,
        said="The two are merged.",
        from_states=PROPOSED,
    ),
    "decline": Verb(
        words="Decline the merge",
        what="Nothing is merged. The other group reads your reason, and the pair waits again.",
        form=ReasonForm,
        do=judging.decline_merge,
        said="The merge is declined.",
        from_states=PROPOSED,
    ),
    "take_back": Verb(
        words="Take it back",
        what="The pair waits again. A merge is undone: status, colour, gap and supporting bodies are put "
        "back as they were. A link ends. What was decided stays on record with your reason.",
        form=ReasonForm,
        do=judging.take_back,
        said="It is taken back, and the pair waits again.",
        from_states=frozenset({OverlapState.PROPOSED, OverlapState.DECIDED}),
    ),
}


@dataclass(frozen=True)
class Choice:
    words: str
    url: str


def choices(pair: Overlap, person: User, steps: Sequence[Judgement]) -> list[Choice]:
    mine = judging.judges_for(person, pair)
    return [
        Choice(verb.words, reverse("plans:judge", args=[pair.ref, name]))
        for name, verb in VERBS.items()
        if mine and is_possible(name, pair, mine, steps)
    ]


def is_possible(name: str, pair: Overlap, mine: Sequence[Any], steps: Sequence[Judgement]) -> bool:
    """Whether whoever judges for these groups may do it now."""
    if pair.state not in VERBS[name].from_states:
        return False
    proposal = next((step for step in steps if step.step == Step.PROPOSED), None)  # the newest stands first
    if pair.state != OverlapState.PROPOSED or proposal is None:
        return name == "take_back" or all(side.is_open for side in pair.sides)
    answering = [group for group in pair.groups if group.pk != proposal.acting_for_id]
    if name == "take_back":
        return proposal.acting_for in mine
    return any(group in mine for group in answering)
