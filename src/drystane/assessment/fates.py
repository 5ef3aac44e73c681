"""What to do with an answer once a newer edition asks otherwise: a proposal, with its reason. No Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of an answer. Each keeps it: none of them changes a word that anybody said."""

    KEPT = "kept"
    CARRIED = "carried"
    AGAIN = "again"
    PARKED = "parked"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Fate.KEPT: "Stands as it is",
    Fate.CARRIED: "Carried over to what is asked now",
    Fate.AGAIN: "Carried over, and to be asked again",
    Fate.PARKED: "Parked",
}


@dataclass(frozen=True)
class Became:
    """What became of a recommendation that the question bears on."""

    code: str
    kind: str  # of the comparison: kept, reworded, moved, split, merged, dropped
    after: tuple[str, ...] = ()
    is_decided: bool = False


@dataclass(frozen=True)
class Proposal:
    fate: Fate
    reason: str
    is_firm: bool  # whether people have decided on every recommendation it rests on


def proposed_fate(rests_on: Sequence[Became]) -> Proposal:
    """The gravest change among what is still asked; parked only where nothing of it is."""
    firm = all(one.is_decided for one in rests_on)
    still = [one for one in rests_on if one.kind != "dropped"]
    if rests_on and not still:
        codes = listed([one.code for one in rests_on])
        return Proposal(Fate.PARKED, f"Nothing it rests on is asked any more: {codes}.", firm)
    for fate, kinds, words in GRAVEST_FIRST:
        changed = [one for one in still if one.kind in kinds]
        if changed:
            told = "; ".join(f"{one.code} {words} {listed(one.after)}" for one in changed)
            return Proposal(fate, f"{told}.", firm)
    return Proposal(Fate.KEPT, "All it rests on is asked as before.", firm)


GRAVEST_FIRST = (
    (Fate.AGAIN, {"split", "merged"}, "now stands in"),
    (Fate.CARRIED, {"reworded", "moved"}, "is now"),
)


def proposed_fates(
    questions: Mapping[str, Sequence[str]], became: Mapping[str, Became]
) -> dict[str, Proposal]:
    """For each answer, by what its question rests on, exactly one proposal."""
    return {
        answer: proposed_fate([became[code] for code in codes if code in became])
        for answer, codes in questions.items()
    }


def listed(codes: Sequence[str]) -> str:
    return ", ".join(sorted(codes)) or "nothing"
