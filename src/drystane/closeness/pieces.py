"""Texts as the word pieces that the sentence model was taught with."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

LONGEST_WORD = 100
START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
WORD_OR_SIGN = re.compile(r"[^\W_]+|[^\w\s]|_")


class Pieces:
    """A vocabulary, and how a text is cut into the longest pieces that stand in it."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self.vocabulary = vocabulary

    def numbers(self, text: str, *, at_most: int) -> list[int]:
        pieces = [piece for word in words(text) for piece in self.cut(word)]
        return [self.vocabulary[piece] for piece in [START, *pieces[: at_most - 2], END]]

    def cut(self, word: str) -> list[str]:
        if len(word) > LONGEST_WORD:
            return [UNKNOWN]
        found: list[str] = []
        start = 0
        while start < len(word):
            ends = range(len(word), start, -1)
            possible = (prefix(start) + word[start:end] for end in ends)
            piece = next((piece for piece in possible if piece in self.vocabulary), None)
            if piece is None:
                return [UNKNOWN]
            found.append(piece)
            start += len(piece) - len(prefix(start))
        return found


def prefix(start: int) -> str:
    """A piece that goes on a word is written differently from one that begins it."""
    return "##" if start else ""


def words(text: str) -> Iterator[str]:
    """Small letters without accents, each sign a word of its own."""
    plain = unicodedata.normalize("NFD", text.lower())
    bare = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
    for match in WORD_OR_SIGN.finditer(bare):
        yield match[0]
