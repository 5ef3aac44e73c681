"""Two actions side by side: the same work, work that belongs together, or neither, with the reasons.

What an action is about speaks for both; another act, name, place, team, occasion or object of the sentence
speaks against its being the same piece of work. The weights follow from what the words mean. One was
chosen by its results: the balance of words and meaning, from some thirty settings, over three sets of pairs.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from drystane.plans.overlap.facets import Read, is_said
from drystane.plans.overlap.occasions import at_odds
from drystane.plans.overlap.vocabulary import vocabulary
from drystane.plans.overlap.works import Facets, Likeness, Reason

# The wording: the text as it stands, and what is left without the words of business.
WHOLE, ABOUT = 0.75, 0.25
# Of the text as it stands: its words, and its meaning where the model is there. Meaning sees through other
# wording.
BY_WORDS, BY_MEANING = 0.2, 0.8
UNRELATED = 0.2  # what the meanings of two unrelated sentences of business have in common
# The facets: the same subject, the same thing changed, the same people concerned, the same reason.
SUBJECT, THING, PEOPLE, SOURCE = 0.6, 0.25, 0.2, 0.2
# How far facets alone can carry a pair whose words have nothing in common.
FACETS_SAME, FACETS_RELATED = 0.55, 0.8
# What remains of being the same work when something speaks against it, and of being related at all.
ANOTHER_TIME, TIMES_APART = 0.3, 0.4
ANOTHER_TEAM, TEAMS_APART = 0.3, 0.4
ANOTHER_PLACE, PLACES_APART = 0.4, 0.6
ANOTHER_OBJECT, OBJECTS_APART = 0.4, 0.6
ANOTHER_NAME, NAMES_APART = 0.65, 0.9
ANOTHER_SUBJECT, SUBJECTS_APART = 0.7, 0.75
ANOTHER_THING, THINGS_APART = 0.85, 1.0
TOLD_LITTLE = 0.6
ANOTHER_ACT, KINDRED_ACT, UNKNOWN_ACT = 0.6, 0.85, 0.9
# Things of which everybody has many: to share one says nothing.
COMMON_THINGS = {
    *("paper", "meeting", "dataset", "figures", "policy", "page", "response", "register", "letter", "licence")
}
ALIKE_ENOUGH = 0.6
# The same sentence: how many words it begins and ends with, and which part of the shorter one they are.
FRAME_WORDS, FRAME_PART = 3, 1 / 3
AFTER_A_DOER = {"to", "will", "shall", "should", "must"}
STEM = 5  # letters by which a word is known, however it ends or is misspelt after them
ENOUGH_WORDS = 4
LEAST = 0.1  # what a subject counts that every action is about


@dataclass(frozen=True)
class Closeness:
    """How close the texts are: as they stand, and in what is left without the words of business."""

    whole: float
    about: float

    @classmethod
    def of(cls, words: float, about: float, meaning: float | None) -> "Closeness":
        """From what the words share, what the topics share and, where the model is there, the meanings."""
        if meaning is None:
            return cls(within(words), within(about))
        apart = within((meaning - UNRELATED) / (1 - UNRELATED))
        return cls(within(BY_WORDS * words + BY_MEANING * apart), within(about))


def within(value: float) -> float:
    return min(1.0, max(0.0, value))


def compare(a: Read, b: Read, closeness: Closeness, common: Mapping[str, float] | None = None) -> Likeness:
    """The same both ways round. `common` says for each subject which part of all actions is about it."""
    subject = shared_subjects(a.facets, b.facets, common or {})
    wording = WHOLE * closeness.whole + ABOUT * closeness.about
    facets = SUBJECT * (subject or 0) + ties(a, b)
    duplicate = (1 - (1 - wording) * (1 - min(1, FACETS_SAME * facets))) * act_factor(a.facets, b.facets)
    related = 1 - (1 - wording) * (1 - min(1, FACETS_RELATED * facets))
    objections = list(against(a, b, closeness))
    for reason, apart in objections:
        duplicate *= 1 + reason.weight
        related *= apart
    reasons = (*for_it(a, b, closeness), *(reason for reason, _ in objections))
    return Likeness(round(duplicate, 6), round(related, 6), reasons)


def shared_subjects(a: Facets, b: Facets, common: Mapping[str, float]) -> float | None:
    """How much of what both are about is the same; a rare subject counts for more. None: not known."""
    if not a.subjects or not b.subjects:
        return None
    weights = {code: max(LEAST, 1 - common.get(code, 0.0)) for code in a.subjects | b.subjects}
    return sum(weights[code] for code in a.subjects & b.subjects) / sum(weights.values())


def act_factor(a: Facets, b: Facets) -> float:
    if not a.acts and not b.acts:
        return 1.0
    if not a.acts or not b.acts:
        return UNKNOWN_ACT
    first, second = a.acts[0], b.acts[0]
    if first == second:
        return 1.0
    if frozenset((first, second)) in vocabulary().kin or first in b.acts or second in a.acts:
        return KINDRED_ACT
    return ANOTHER_ACT


def ties(a: Read, b: Read) -> float:
    """What binds two actions beside their subject."""
    people = PEOPLE if a.facets.people & b.facets.people else 0.0
    thing = THING if (a.facets.things & b.facets.things) - COMMON_THINGS else 0.0
    return people + thing + (SOURCE if same_source(a, b) else 0.0)


def same_source(a: Read, b: Read) -> bool:
    return bool(a.work.source) and a.work.source == b.work.source


def for_it(a: Read, b: Read, closeness: Closeness) -> Iterator[Reason]:
    names = vocabulary().name
    for kind, sentence, weight in [
        ("subjects", "Both are about {}.", SUBJECT),
        ("things", "Both change {}.", THING),
        ("people", "Both concern {}.", PEOPLE),
    ]:
        shared = getattr(a.facets, kind) & getattr(b.facets, kind)
        if kind == "things":
            shared -= COMMON_THINGS
        if shared:
            yield Reason(sentence.format(listed(names(kind, code) for code in sorted(shared))), weight)
    if same_source(a, b):
        yield Reason("Both were taken for the same reason.", SOURCE)
    if closeness.whole >= ALIKE_ENOUGH:
        yield Reason("The words are much alike.", WHOLE * closeness.whole)
    if a.facets.doers & b.facets.doers:
        yield Reason(f"The same doer: {listed(sorted(a.facets.doers & b.facets.doers))}.", 0.0)


def against(a: Read, b: Read, closeness: Closeness) -> Iterator[tuple[Reason, float]]:
    """What speaks against being the same work, by how much, and what it leaves of being related."""
    occasions = at_odds(a.facets.occasions, b.facets.occasions)
    if occasions:
        yield Reason(f"For another time: {occasions[0]} and {occasions[1]}.", ANOTHER_TIME - 1), TIMES_APART
    if a.facets.places and b.facets.places and not a.facets.places & b.facets.places:
        yield Reason("In another place.", ANOTHER_PLACE - 1), PLACES_APART
    if another_team(a, b, closeness):
        yield Reason("Each team does this for itself.", ANOTHER_TEAM - 1), TEAMS_APART
    if gap := gap_between(a, b):
        sentence = f"The same sentence about something else: {gap.ours}; {gap.theirs}."
        yield Reason(sentence, ANOTHER_OBJECT - 1), 1.0 if gap.begins_it else OBJECTS_APART
    ours = sorted(name for name in a.facets.names if not is_said(name, b))
    theirs = sorted(name for name in b.facets.names if not is_said(name, a))
    if ours and theirs:
        yield Reason(f"Names differ: {listed(ours)}; {listed(theirs)}.", ANOTHER_NAME - 1), NAMES_APART
    if at_odds_in(a.facets.subjects, b.facets.subjects):
        yield Reason("They are about different subjects.", ANOTHER_SUBJECT - 1), SUBJECTS_APART
    if at_odds_in(a.facets.things, b.facets.things):
        yield Reason("Another thing is made.", ANOTHER_THING - 1), THINGS_APART
    if tells_little(a) or tells_little(b):
        yield Reason("One of them says too little to tell.", TOLD_LITTLE - 1), TOLD_LITTLE


@dataclass(frozen=True)
class Gap:
    """What stands on each side where two lines are otherwise one sentence."""

    ours: str
    theirs: str
    begins_it: bool  # the verb and its output differ then, and the object may be the same


def gap_between(a: Read, b: Read) -> Gap | None:
    """Where two lines that begin or end alike differ, if no word there is the same, however it is spelt."""
    begins = beginning(a.line, b.line)
    ends = beginning(a.line[begins:][::-1], b.line[begins:][::-1])
    if begins + ends < max(FRAME_WORDS, FRAME_PART * min(len(a.line), len(b.line))):
        return None
    ours, theirs = (each.line[begins : len(each.line) - ends] for each in (a, b))
    if not begins and a.line[len(ours)] in AFTER_A_DOER:
        return None
    first, second = stems_of_topic(ours, a), stems_of_topic(theirs, b)
    if not first or not second or first & second:
        return None
    return Gap(" ".join(ours), " ".join(theirs), begins_it=not begins)


def beginning(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words two lines have in common before they part."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def stems_of_topic(words: Sequence[str], of: Read) -> set[str]:
    about = of.facets.topic.split()
    return {word[:STEM] for word in words if word in about}


def at_odds_in(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(ours and theirs and not ours & theirs)


def another_team(a: Read, b: Read, closeness: Closeness) -> bool:
    """A line that each team has for itself, or that two teams have word for word."""
    if a.work.group != b.work.group and a.facets.is_own_deed and b.facets.is_own_deed:
        return closeness.about >= ALIKE_ENOUGH
    for_itself = (a.facets.is_own_deed and b.facets.is_own_deed) or (a.facets.is_team and b.facets.is_team)
    return for_itself and at_odds_in(a.facets.doers, b.facets.doers) and closeness.about >= ALIKE_ENOUGH


def tells_little(each: Read) -> bool:
    """A few words of business: "as above", "continue", "take forward"."""
    named = each.facets.subjects or each.facets.things - COMMON_THINGS
    return not named and len(each.facets.topic.split()) < 2 and len(each.said) < ENOUGH_WORDS


def listed(words: Collection[str] | Iterator[str]) -> str:
    *before, last = list(words)
    return f"{', '.join(before)} and {last}" if before else last
