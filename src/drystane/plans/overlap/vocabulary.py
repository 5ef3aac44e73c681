"""The words by which an action is read, from the pack, as one look-up."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PACK = Path(__file__).resolve().parents[2] / "packs" / "overlap" / "facets.yaml"
KINDS = ("acts", "people", "things", "subjects")
TOKEN = re.compile(r"£?\w[\w.&'’/-]*")
LONGEST_PHRASE = 4
SHORTEST_STEM = 3


@dataclass(frozen=True)
class Token:
    text: str  # as written
    small: str
    start: int
    end: int


@dataclass(frozen=True)
class Found:
    kind: str
    code: str
    first: int  # of the tokens
    last: int

    def is_within(self, other: "Found") -> bool:
        longer = other.last - other.first > self.last - self.first
        return longer and other.first <= self.first and self.last <= other.last


class Vocabulary:
    """Phrases of up to four words, each saying something of one or more kinds."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.names: dict[str, dict[str, str]] = {
            kind: {code: row["name"] for code, row in body[kind].items()} for kind in KINDS
        }
        self.kin = frozenset(frozenset(pair) for pair in body["kin"])
        self.short_forms: dict[str, str] = {
            short: long.lower() for short, long in body["short_forms"].items()
        }
        self.whole: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        self.stems: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        for kind in KINDS:
            for code, row in body[kind].items():
                self.learn(kind, code, row["words"])
        for kind in ("business", "rounds", "own_deed", "teams", "bodies"):
            self.learn(kind, kind, body[kind])

    def learn(self, kind: str, code: str, phrases: Iterable[str]) -> None:
        for phrase in phrases:
            words = tuple(token.text for token in tokens(phrase.removesuffix("*")))
            place = self.stems if phrase.endswith("*") else self.whole
            place.setdefault(words, []).append((kind, code))

    def find(self, text: Sequence[Token]) -> Iterator[Found]:
        """Every phrase of ours in the text. Capitals in a phrase are asked for; small letters match any."""
        for first in range(len(text)):
            for last in range(first, min(first + LONGEST_PHRASE, len(text))):
                some = text[first : last + 1]
                for words in {tuple(token.text for token in some), tuple(token.small for token in some)}:
                    for kind, code in self.said_by(words):
                        yield Found(kind, code, first, last)

    def said_by(self, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        yield from self.whole.get(words, ())
        *before, ending = words
        for length in range(SHORTEST_STEM, len(ending) + 1):
            yield from self.stems.get((*before, ending[:length]), ())

    def ends_as_body(self, name: str) -> bool:
        return ("bodies", "bodies") in self.said_by((name.rsplit(maxsplit=1)[-1],))

    def name(self, kind: str, code: str) -> str:
        return self.names[kind].get(code, code)


def tokens(text: str) -> list[Token]:
    found = []
    for match in TOKEN.finditer(text):
        word = match[0].rstrip(".'’/-")
        if word.lower().endswith(("'s", "’s")):
            word = word[:-2]
        found.append(Token(word, word.lower(), match.start(), match.start() + len(word)))
    return found


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary(yaml.safe_load(PACK.read_text("utf-8")))
