"""What answers amount to: results, two sides compared, gaps in order, one year beside another.

Plain Python without Django, for a notebook as well as for pages. A result is a whole number from 0 (nothing
in place) to 4 (exceeding). The scale, the weights and the words are our own draft, built on what councils and
the Home Office publish (sources S26 to S32 of `packs/sources.yaml`); nobody has validated them, so a page
shows the sum of each row and never the order alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

LOWEST, TARGET = 0, 4
NEEDS_EVIDENCE = frozenset({3, 4})
FAR_APART = 2  # two sides this far apart are put to the groups
HARMS = (1, 2, 3)  # how much harm follows where this is missing: some, serious, severe
DUTY, NO_DUTY = 2, 1  # what the law asks for counts twice


class BadResult(ValueError):
    """A result that is none of the scale, or a kind of answer that does not go with it."""


class Kind(StrEnum):
    """How a question was answered."""

    RATED = "rated"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return {"rated": "Rated", "unknown": "We do not know", "not_applicable": "Not applicable"}[self.value]


@dataclass(frozen=True)
class Step:
    """One step of the scale: its words, and what has to be so before anybody chooses it."""

    result: int
    label: str
    test: str
    colour: str
    outside: str  # as others report it: not met, met, exceeding


SCALE = (
    Step(0, "Nothing in place", "There is no arrangement, or nobody knows of one.", "red", "not met"),
    Step(
        1, "Started", "Somebody has begun; it hangs on one person and is not written down.", "red", "not met"
    ),
    Step(
        2,
        "Partly met",
        "It is written down, but not everywhere, or nobody has tested it.",
        "amber",
        "not met",
    ),
    Step(3, "Met", "It is in place and owned, with evidence less than twelve months old.", "green", "met"),
    Step(
        4, "Exceeding", "It is met, and checked from outside or shared as good practice.", "blue", "exceeding"
    ),
)


@dataclass(frozen=True)
class Answered:
    """One answer as it counts. `result` is None unless the kind is RATED.

    Raises BadResult where the two do not go together, or a weight is none of ours.
    """

    question: str  # its code: "I07"
    topic: str
    kind: Kind | None  # None: not answered yet
    result: int | None = None
    harm: int = 1
    on_duty: bool = False

    def __post_init__(self) -> None:
        if (self.kind is Kind.RATED) != (self.result is not None):
            raise BadResult(f"{self.question}: a result goes with a rated answer, and only with one.")
        if self.result is not None and not LOWEST <= self.result <= TARGET:
            raise BadResult(f"{self.question}: {self.result} is not on the scale from 0 to 4.")
        if self.harm not in HARMS:
            raise BadResult(f"{self.question}: a harm of {self.harm} is none of 1, 2 and 3.")

    @property
    def counts(self) -> int | None:
        """What goes into every sum: "we do not know" is 0, "not applicable" and no answer are nothing."""
        return LOWEST if self.kind is Kind.UNKNOWN else self.result


def step(result: int) -> Step:
    """The words of a result. Raises BadResult off the scale."""
    if not LOWEST <= result <= TARGET:
        raise BadResult(f"{result} is not on the scale from 0 to 4.")
    return SCALE[result]


def outside(result: int) -> str:
    """The three words in which councils report to others: not met, met, exceeding (S30)."""
    return step(result).outside


@dataclass(frozen=True)
class Standing:
    """How a set of answers stands. `mean` is None where nothing counts."""

    asked: int
    counted: int
    unknown: int
    not_applicable: int
    unanswered: int
    mean: float | None
    lowest: int | None
    at: tuple[int, int, int, int, int]  # how many counted at 0, 1, 2, 3 and 4

    @property
    def reported(self) -> dict[str, int]:
        """How many others hear of as not met, met and exceeding. What nobody knows is among the not met."""
        found = dict.fromkeys((one.outside for one in SCALE), 0)
        for one, number in zip(SCALE, self.at, strict=True):
            found[one.outside] += number
        return found


def rate(answers: Iterable[Answered]) -> Standing:
    """Count and average. One pass, whatever the order."""
    asked = unknown = not_applicable = unanswered = 0
    at = [0] * (TARGET + 1)
    for answer in answers:
        asked += 1
        unknown += answer.kind is Kind.UNKNOWN
        not_applicable += answer.kind is Kind.NOT_APPLICABLE
        unanswered += answer.kind is None
        if answer.counts is not None:
            at[answer.counts] += 1
    counted = sum(at)
    return Standing(
        asked=asked,
        counted=counted,
        unknown=unknown,
        not_applicable=not_applicable,
        unanswered=unanswered,
        mean=sum(result * number for result, number in enumerate(at)) / counted if counted else None,
        lowest=next((result for result, number in enumerate(at) if number), None),
        at=(at[0], at[1], at[2], at[3], at[4]),
    )


def heat(answers: Iterable[Answered]) -> dict[str, Standing]:
    """How each topic stands, in the order in which the topics first appear."""
    topics: dict[str, list[Answered]] = {}
    for answer in answers:
        topics.setdefault(answer.topic, []).append(answer)
    return {topic: rate(found) for topic, found in topics.items()}


# Two sides of a subject.


@dataclass(frozen=True)
class Tied:
    """A subject that both instruments ask about, by the codes of its questions on either side."""

    subject: str
    title: str
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True)
class Side:
    """What one side says of a subject.

    Its level is that of its lowest counted answer: one good procedure does not mend a missing one.
    """

    level: int | None
    unknown: bool
    questions: tuple[str, ...]

    @property
    def words(self) -> str:
        if self.level is None:
            return "Not applicable or not answered"
        return f"{self.level}: {'we do not know' if self.unknown else SCALE[self.level].label.lower()}"


@dataclass(frozen=True)
class Compared:
    """One subject, seen from both sides."""

    subject: str
    title: str
    first: Side
    second: Side

    @property
    def apart(self) -> int | None:
        """Steps between the two levels; None where a side has none."""
        if self.first.level is None or self.second.level is None:
            return None
        return abs(self.first.level - self.second.level)

    @property
    def differs(self) -> bool:
        """Two steps or more apart, or just one side does not know."""
        return (self.apart or 0) >= FAR_APART or self.first.unknown != self.second.unknown

    @property
    def because(self) -> str:
        """Why it is put to both groups, in a sentence; empty where they agree."""
        if self.first.unknown != self.second.unknown:
            return "One side does not know."
        return f"The two are {self.apart} steps apart." if self.differs else ""


def side(codes: Sequence[str], answers: Mapping[str, Answered]) -> Side:
    found = [answers[code] for code in codes if code in answers]
    counted = [answer.counts for answer in found if answer.counts is not None]
    return Side(
        level=min(counted, default=None),
        unknown=any(answer.kind is Kind.UNKNOWN for answer in found),
        questions=tuple(answer.question for answer in found),
    )


def compare(ties: Iterable[Tied], first: Iterable[Answered], second: Iterable[Answered]) -> list[Compared]:
    """Both sides of every subject: those that differ lead, the farthest apart first, then by subject."""
    ours = {answer.question: answer for answer in first}
    theirs = {answer.question: answer for answer in second}
    found = [
        Compared(tied.subject, tied.title, side(tied.first, ours), side(tied.second, theirs)) for tied in ties
    ]
    return sorted(found, key=lambda row: (not row.differs, -(row.apart or 0), row.subject))


# Gaps.


@dataclass(frozen=True)
class Shortfall:
    """How far a result is from the target, with the weights that order it."""

    code: str
    title: str
    size: int  # 1 to 4
    harm: int
    duty: int

    @property
    def weight(self) -> int:
        return self.size * self.harm * self.duty

    @property
    def sum(self) -> str:
        """The arithmetic, as a page shows it beside the row."""
        return f"size {self.size} × harm {self.harm} × duty {self.duty} = {self.weight}"


def gap_of(answer: Answered, title: str = "") -> Shortfall | None:
    """What is missing to the target, or None where nothing is, or nothing counts."""
    if answer.counts is None or answer.counts == TARGET:
        return None
    duty = DUTY if answer.on_duty else NO_DUTY
    return Shortfall(answer.question, title or answer.topic, TARGET - answer.counts, answer.harm, duty)


def rank(gaps: Iterable[Shortfall]) -> list[Shortfall]:
    """The heaviest first. Ties fall to the duty, then the size, then the code, so that the order is always
    the same whatever order they came in."""
    return sorted(gaps, key=lambda gap: (-gap.weight, -gap.duty, -gap.size, gap.code, gap.title))


# One year beside another.


class Change(StrEnum):
    BETTER = "better"
    SAME = "the same"
    WORSE = "worse"
    NEW = "new question"
    GONE = "no longer asked"
    NOT_COMPARABLE = "cannot be compared"


@dataclass(frozen=True)
class Beside:
    """A question's result in two years. None: it does not count in that year, or was not asked."""

    question: str
    topic: str
    before: int | None
    now: int | None
    change: Change


def beside(before: Iterable[Answered], now: Iterable[Answered]) -> list[Beside]:
    """Last year beside this year: this year's questions in their order, then those no longer asked."""
    old = {answer.question: answer for answer in before}
    rows = []
    for answer in now:
        former = old.pop(answer.question, None)
        rows.append(
            Beside(
                answer.question,
                answer.topic,
                former.counts if former else None,
                answer.counts,
                change(former.counts, answer.counts) if former else Change.NEW,
            )
        )
    rows += [Beside(gone.question, gone.topic, gone.counts, None, Change.GONE) for gone in old.values()]
    return rows


def change(before: int | None, now: int | None) -> Change:
    if before is None or now is None:
        return Change.NOT_COMPARABLE
    if before == now:
        return Change.SAME
    return Change.BETTER if now > before else Change.WORSE
