"""How hard a text is to read: the age at which most people could, and the sentences that are hardest.

No Django, no database. The Flesch-Kincaid grade, with words and syllables as textstat counts them.
"""

import re
from dataclasses import dataclass

from textstat import textstat

AIM = 11  # years: what a page for everybody should not go above by much
WARN_ABOVE = AIM + 1
STARTS_SCHOOL = 5  # the age in the grade before the first
MOST = 3  # sentences shown
SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

VOWELS = re.compile(r"[aeiouyàèìòù]+")


@dataclass(frozen=True)
class Sentence:
    text: str
    age: int


@dataclass(frozen=True)
class Plainness:
    """The reading age of a text as a whole, and of its hardest sentences where they are above the aim."""

    age: int
    hardest: tuple[Sentence, ...]

    @property
    def is_too_hard(self) -> bool:
        return self.age > WARN_ABOVE


def plainness(text: str) -> Plainness:
    """The reading age of English words. A text without words is as easy as can be."""
    sentences = [part.strip() for part in SENTENCE_ENDS.split(text) if WORD.search(part)]
    hard = sorted((Sentence(part, age([part])) for part in sentences), key=lambda one: (-one.age, one.text))
    return Plainness(age(sentences), tuple(one for one in hard if one.age > AIM)[:MOST])


def age(sentences: list[str]) -> int:
    """Grade and five, in whole years, and never below the age at which school starts."""
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    if not words:
        return STARTS_SCHOOL
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return max(STARTS_SCHOOL, round(grade) + STARTS_SCHOOL)


def syllables(word: str) -> int:
    """As textstat counts them; by vowels for a word that its American dictionary lacks, as "organised"."""
    try:
        return max(1, int(textstat.syllable_count(word)))
    except KeyError:
        return by_vowels(word.lower())


def by_vowels(word: str) -> int:
    """A syllable for each group of vowels, without the silent e of "organise" and "organised"."""
    is_silent = word.endswith(("e", "es", "ed")) and not word.endswith(("le", "ted", "ded"))
    return max(1, len(VOWELS.findall(word)) - is_silent)
