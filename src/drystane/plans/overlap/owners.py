"""Which group should own an action: a suggestion with its reason. A person decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from drystane.plans.overlap.facets import facets_of, read_facets
from drystane.plans.overlap.index import Twin
from drystane.plans.overlap.likeness import listed
from drystane.plans.overlap.vocabulary import vocabulary
from drystane.plans.overlap.works import Reason, Work

BY_SUBJECT, BY_AUDIENCE, BY_HISTORY = 1.0, 0.5, 1.0
ENOUGH = 0.5  # less than one whole sign of one kind suggests nothing
CLEARLY_AHEAD = 0.25
LIKE_IT = 0.5  # from here an earlier action counts as history


@dataclass(frozen=True)
class Candidate:
    """A group that could own it: the words of its instrument's subjects, and whom its work is for."""

    group: str
    subject_words: tuple[str, ...] = ()
    audiences: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Owner:
    group: str
    reasons: tuple[Reason, ...]


def suggest_owner(
    draft: Work, candidates: Sequence[Candidate], *, twins: Sequence[Twin] = (), audience: str = ""
) -> Owner | None:
    """The group for which most speaks, or None where nothing speaks clearly for one before the others."""
    weighed = sorted(
        ((signs_for(draft, candidate, twins, audience), candidate.group) for candidate in candidates),
        key=lambda each: (-weight(each[0]), each[1]),
    )
    if not weighed or weight(weighed[0][0]) < ENOUGH:
        return None
    if len(weighed) > 1 and weight(weighed[0][0]) - weight(weighed[1][0]) < CLEARLY_AHEAD:
        return None
    signs, group = weighed[0]
    return Owner(group, tuple(signs))


def weight(signs: Sequence[Reason]) -> float:
    return sum(sign.weight for sign in signs)


def signs_for(draft: Work, candidate: Candidate, twins: Sequence[Twin], audience: str) -> list[Reason]:
    asked = facets_of(draft)
    theirs = [read_facets(words) for words in candidate.subject_words]
    found = []
    shared = asked.subjects & frozenset(code for each in theirs for code in each.subjects)
    if shared:
        names = [vocabulary().name("subjects", code) for code in sorted(shared)]
        part = BY_SUBJECT * len(shared) / len(asked.subjects)
        found.append(Reason(f"Its self-assessment asks about {listed(names)}.", part))
    if audience and audience in candidate.audiences:
        found.append(Reason("The recommendation speaks to those it works with.", BY_AUDIENCE))
    own = [twin for twin in twins if twin.work.group == candidate.group and twin.likeness.related >= LIKE_IT]
    if own:
        most = max(twin.likeness.related for twin in own)
        many = "an action" if len(own) == 1 else f"{len(own)} actions"
        found.append(Reason(f"It already has {many} like this one.", BY_HISTORY * most))
    return found
