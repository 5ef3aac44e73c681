"""How well papers are read: what was found against what a person marked, loosely by words and exactly."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drystane.strategy.papers.found import as_json
from drystane.strategy.papers.reading import read_paper

HERE = Path(__file__).parent / "papers"
FIXTURES, SECOND, HELD_OUT = HERE, HERE / "second", HERE / "held_out"
SINGLE = ("committee", "date", "author", "title", "contact")
LISTS = ("recommendations", "tasked", "statistics")
CLOSE, CLOSE_NAME = 0.6, 0.7  # shares of words in common from which two findings are one


@dataclass
class Score:
    """Right, marked by a person, found by the machine."""

    right: int = 0
    marked: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.marked if self.marked else 1.0

    @property
    def f1(self) -> float:
        both = self.marked + self.found
        return 2 * self.right / both if both else 1.0


@dataclass
class Scores:
    papers: int = 0
    single: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in SINGLE})
    loose: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in LISTS})
    exact: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in LISTS})
    wrong: list[str] = field(default_factory=list)  # paper and field of whatever is not as marked

    def add(self, name: str, marked: dict[str, Any], found: dict[str, Any]) -> None:
        self.papers += 1
        for one in SINGLE:
            fits = found[one] == marked[one] if one == "date" else same_name(marked[one], found[one])
            self.single[one].right += fits
            self.single[one].marked += 1
            self.single[one].found += 1
            self.wrong += [] if fits else [f"{name}: {one}"]
        for one in LISTS:
            same = same_task if one == "tasked" else same_words
            right = matched(marked[one], found[one], same)
            count(self.loose[one], right, marked[one], found[one])
            count(self.exact[one], matched(marked[one], found[one], same_exactly), marked[one], found[one])
            if right < max(len(marked[one]), len(found[one])):
                self.wrong.append(
                    f"{name}: {one}, {right} right of {len(marked[one])}, {len(found[one])} found"
                )


def count(score: Score, right: int, marked: Sequence[object], found: Sequence[object]) -> None:
    score.right += right
    score.marked += len(marked)
    score.found += len(found)


def score_all(papers: Iterable[Path]) -> Scores:
    """Each path is the extraction of a person; the text stands beside it."""
    scores = Scores()
    for path in papers:
        text = path.with_suffix(".txt").read_text("utf-8")
        scores.add(path.stem, json.loads(path.read_text("utf-8")), as_json(read_paper(text)))
    return scores


def matched(marked: Sequence[Any], found: Sequence[Any], same: Callable[[Any, Any], bool]) -> int:
    """How many of the marked ones were found, each finding counted once."""
    left = list(found)
    right = 0
    for one in marked:
        fits = next((other for other in left if same(one, other)), None)
        if fits is not None:
            left.remove(fits)
            right += 1
    return right


def words(said: str | None) -> Counter[str]:
    return Counter(re.findall(r"\w+", (said or "").lower()))


def closeness(one: str | None, other: str | None) -> float:
    ours, theirs = words(one), words(other)
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


def same_name(one: str | None, other: str | None) -> bool:
    return closeness(one, other) >= CLOSE_NAME


def same_words(one: str, other: str) -> bool:
    return closeness(one, other) >= CLOSE


def same_task(one: dict[str, str], other: dict[str, str]) -> bool:
    """The same thing to do, and for the same people."""
    return same_words(one["task"], other["task"]) and closeness(one["group"], other["group"]) >= CLOSE


def same_exactly(one: Any, other: Any) -> bool:
    return bool(one["task"] == other["task"] if isinstance(one, dict) else one == other)
