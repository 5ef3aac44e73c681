"""Uses of messages that get in each other's way. No Django, no database, no clock.

found = clashes(new, others)        # the worst first, each with its sentence
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from drystane.documents.packs import spoken


class Severity(IntEnum):
    """How much two uses spoil each other, the worst first."""

    SAME_PEOPLE_SAME_PLACE = 1
    SAME_PEOPLE = 2
    SAME_PLACE = 3

    @property
    def label(self) -> str:
        return {1: "Serious", 2: "Look again", 3: "Slight"}[self.value]


@dataclass(frozen=True)
class Use:
    """A message on a channel over some days. One that may not be read says only for whom, when, and whose."""

    ref: str
    campaign: str  # a public id: uses of one campaign are meant to go together
    title: str
    group: str
    audience: str
    audience_words: str
    channel: str
    channel_words: str
    channel_holds_many: bool
    starts_on: date
    ends_on: date
    may_be_read: bool = True


@dataclass(frozen=True)
class Clash:
    """Two uses, how bad it is, and why in a sentence."""

    use: Use
    other: Use
    severity: Severity
    sentence: str

    @property
    def starts_on(self) -> date:
        return max(self.use.starts_on, self.other.starts_on)

    @property
    def told(self) -> str:
        """The sentence where neither use is the one at hand: whose it is spoken of."""
        return f"“{self.use.title}” of the {self.use.group}: {self.sentence}"

    @property
    def ends_on(self) -> date:
        return min(self.use.ends_on, self.other.ends_on)


def clashes(use: Use, others: Iterable[Use]) -> list[Clash]:
    """Everything that is in the way of this use, the worst first."""
    found = (clash_of(use, other) for other in others)
    return in_order(clash for clash in found if clash is not None)


def all_clashes(uses: Sequence[Use]) -> list[Clash]:
    """Each pair that clashes, once, the worst first."""
    pairs = (clash_of(one, other) for one, other in meeting(uses))
    return in_order(clash for clash in pairs if clash is not None)


def meeting(uses: Sequence[Use]) -> Iterator[tuple[Use, Use]]:
    """The pairs that are on at once. In the order of days, so that later ones are not all compared."""
    on: list[Use] = []
    for use in sorted(uses, key=lambda one: (one.starts_on, one.ref)):
        on = [earlier for earlier in on if earlier.ends_on >= use.starts_on]
        yield from ((earlier, use) for earlier in on)
        on.append(use)


def clash_of(use: Use, other: Use) -> Clash | None:
    """What the two are to each other, told from the side that may be read."""
    first, last = max(use.starts_on, other.starts_on), min(use.ends_on, other.ends_on)
    if use.campaign == other.campaign or first > last or not (use.may_be_read or other.may_be_read):
        return None
    if not use.may_be_read:
        use, other = other, use
    severity = severity_of(use, other)
    if severity is None:
        return None
    told = sentence(severity, use, other, days(first, last)) if other.may_be_read else hint(use, other)
    return Clash(use, other, severity, told)


def severity_of(use: Use, other: Use) -> Severity | None:
    same_people = use.audience == other.audience
    if not other.may_be_read:  # its channel is its group's own
        return Severity.SAME_PEOPLE if same_people else None
    same_place = use.channel == other.channel and not use.channel_holds_many
    if same_people:
        return Severity.SAME_PEOPLE_SAME_PLACE if same_place else Severity.SAME_PEOPLE
    return Severity.SAME_PLACE if same_place else None


def hint(use: Use, other: Use) -> str:
    """No more than for whom it is, and whom to ask."""
    return f"Another group has something for {lower(use.audience_words)} then: ask {other.group}."


def sentence(severity: Severity, use: Use, other: Use, when: str) -> str:
    theirs = f"“{other.title}” of the {other.group}"
    people, place = lower(use.audience_words), lower(use.channel_words)
    if severity == Severity.SAME_PEOPLE_SAME_PLACE:
        return f"{theirs} tells {people} something else by {place} {when}."
    if severity == Severity.SAME_PEOPLE:
        return f"{theirs} is also for {people} {when}, by {lower(other.channel_words)}."
    return f"{theirs} also uses {place} {when}, for {lower(other.audience_words)}."


def in_order(found: Iterable[Clash]) -> list[Clash]:
    return sorted(found, key=lambda one: (one.severity, one.starts_on, one.sentence, one.use.ref))


def days(first: date, last: date) -> str:
    return f"on {spoken(first)}" if first == last else f"from {spoken(first)} to {spoken(last)}"


def lower(words: str) -> str:
    """As it reads inside a sentence."""
    return words[:1].lower() + words[1:]
