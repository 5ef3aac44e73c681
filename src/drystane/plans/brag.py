"""BRAG: blue, red, amber, green or grey for an action, by a written rule, with the reason in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from drystane.documents.packs import spoken

SOON = timedelta(days=30)
SILENCE = timedelta(days=90)

STATUSES = frozenset({"proposed", "agreed", "under_way", "done", "mainstreamed", "dropped", "merged"})
PROGRESS = frozenset({"", "on_track", "at_risk", "off_track", "done"})


class Colour(StrEnum):
    BLUE = "blue"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    GREY = "grey"


@dataclass(frozen=True)
class Rating:
    colour: Colour
    reason: str


@dataclass(frozen=True)
class Facts:
    """What the rules look at."""

    status: str
    starts_on: date | None
    due_on: date | None
    last_update_on: date | None
    last_progress: str
    today: date

    @property
    def has_begun(self) -> bool:
        """Under way, or agreed and past its start."""
        started = self.starts_on is not None and self.starts_on <= self.today
        return self.status == "under_way" or (self.status == "agreed" and started)

    @property
    def last_heard_of(self) -> date | None:
        """The last update, or the start where that came later."""
        return max((day for day in (self.last_update_on, self.starts_on) if day), default=None)


# Each rule's docstring is the sentence an officer reads; the dates are put in.


def dropped(facts: Facts) -> bool:
    """It was dropped."""
    return facts.status == "dropped"


def merged(facts: Facts) -> bool:
    """It was merged into another action, which tells how the work goes."""
    return facts.status == "merged"


def mainstreamed(facts: Facts) -> bool:
    """Complete: it has become everyday work."""
    return facts.status == "mainstreamed"


def complete(facts: Facts) -> bool:
    """It is complete."""
    return facts.status == "done"


def missed(facts: Facts) -> bool:
    """It was due on {due_on} and has not been closed."""
    return facts.due_on is not None and facts.due_on < facts.today


def will_miss(facts: Facts) -> bool:
    """The last report says that it is off track and will miss its date."""
    return facts.last_progress == "off_track"


def at_risk(facts: Facts) -> bool:
    """The last report says that it is at risk."""
    return facts.last_progress == "at_risk"


def due_soon(facts: Facts) -> bool:
    """It is due on {due_on}, within 30 days, and has not been reported on track."""
    soon = facts.due_on is not None and facts.due_on - facts.today <= SOON
    return soon and facts.last_progress not in {"on_track", "done"}


def never_reported(facts: Facts) -> bool:
    """It is under way and nothing has been reported yet."""
    return facts.has_begun and facts.last_heard_of is None


def silent(facts: Facts) -> bool:
    """Nothing has been heard of it since {last_heard_of}, more than 90 days ago."""
    heard = facts.last_heard_of
    return facts.has_begun and heard is not None and facts.today - heard > SILENCE


def not_agreed(facts: Facts) -> bool:
    """It has not been agreed yet."""
    return facts.status == "proposed"


def not_begun(facts: Facts) -> bool:
    """It is agreed and has not begun yet."""
    return facts.status == "agreed"


def reported_on_track(facts: Facts) -> bool:
    """It was reported on track on {last_update_on}."""
    return facts.last_progress == "on_track" and facts.last_update_on is not None


def reported_done(facts: Facts) -> bool:
    """It was reported done on {last_update_on} and waits to be closed."""
    return facts.last_progress == "done" and facts.last_update_on is not None


def in_hand(facts: Facts) -> bool:
    """It is under way and nothing says that it is late."""
    return facts.status == "under_way"


Rule = Callable[[Facts], bool]

# Read downwards: the first rule that holds gives the colour and the reason.
RULES: tuple[tuple[Rule, Colour], ...] = (
    (dropped, Colour.GREY),
    (merged, Colour.GREY),
    (mainstreamed, Colour.BLUE),
    (complete, Colour.BLUE),
    (missed, Colour.RED),
    (will_miss, Colour.RED),
    (at_risk, Colour.AMBER),
    (due_soon, Colour.AMBER),
    (never_reported, Colour.AMBER),
    (silent, Colour.AMBER),
    (not_agreed, Colour.GREY),
    (not_begun, Colour.GREY),
    (reported_on_track, Colour.GREEN),
    (reported_done, Colour.GREEN),
    (in_hand, Colour.GREEN),
)


def brag(
    *,
    status: str,
    starts_on: date | None,
    due_on: date | None,
    last_update_on: date | None,
    last_progress: str,
    today: date,
) -> Rating:
    """Blue: complete. Red: has missed its date, or was reported off track. Amber: was reported at risk; is
    due within 30 days and not reported on track; or was not heard of for more than 90 days. Green: under
    way with none of these. Grey: not begun, dropped, or merged into another."""
    if status not in STATUSES:
        raise ValueError(f"There is no status {status!r}.")
    if last_progress not in PROGRESS:
        raise ValueError(f"There is no progress {last_progress!r}.")
    facts = Facts(status, starts_on, due_on, last_update_on, last_progress, today)
    rule, colour = next((rule, colour) for rule, colour in RULES if rule(facts))
    return Rating(colour, reason(rule, facts))


def reason(rule: Rule, facts: Facts) -> str:
    sentence = str(rule.__doc__)
    return sentence.format(
        due_on=known(facts.due_on),
        last_update_on=known(facts.last_update_on),
        last_heard_of=known(facts.last_heard_of),
    )


def known(day: date | None) -> str:
    return spoken(day) if day else "an unknown day"
