"""Search over everything somebody may see: each word has to occur, the best twenty of each kind are shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.marking.models import Marked, highest, label
from drystane.site.searchable import KINDS, Record

MOST = 20  # of one kind. Never a total: what is hidden must not show in a count
MOST_WORDS = 8
EXCERPT = 180  # characters


@dataclass(frozen=True)
class Piece:
    """Some text of a hit, and whether it is one of the words looked for."""

    text: str
    is_word: bool


@dataclass(frozen=True)
class Hit:
    title: list[Piece]
    excerpt: list[Piece]
    url: str
    state: str
    marking: str


@dataclass(frozen=True)
class Found:
    """What was found of one kind."""

    kind: str
    hits: list[Hit]
    has_more: bool


def find(words: Sequence[str], user: User) -> list[tuple[Found, list[Marked]]]:
    """What is found of each kind that has any, with the marked rows among it."""
    answers = []
    for kind in KINDS:
        rows = list(kind.matching(words, user)[: MOST + 1])
        records = [kind.read(row) for row in rows[:MOST]]
        if records:
            found = Found(kind.heading, [hit(record, words) for record in records], len(rows) > MOST)
            answers.append((found, [record.marked for record in records if record.marked]))
    return answers


def hit(record: Record, words: Sequence[str]) -> Hit:
    text = next((text for text in record.texts if any(holds_word(text, word) for word in words)), "")
    return Hit(
        title=pieces(record.title, words),
        excerpt=pieces(excerpt(text or next(filter(None, record.texts), ""), words), words),
        url=record.url,
        state=record.state,
        marking=record.marked.marking_label if record.marked and record.marked.is_sensitive else "",
    )


def holds_word(text: str, word: str) -> bool:
    return word.lower() in text.lower()


def excerpt(text: str, words: Sequence[str]) -> str:
    """The part of a long text round the first word found in it, cut at spaces."""
    if len(text) <= EXCERPT:
        return text
    at = min((place for word in words if (place := text.lower().find(word.lower())) >= 0), default=0)
    start = text.rfind(" ", 0, max(at - EXCERPT // 3, 0) + 1) + 1
    end = text.find(" ", start + EXCERPT)
    cut = text[start : end if end > 0 else len(text)]
    return f"{'… ' if start else ''}{cut}{' …' if end > 0 else ''}"


def pieces(text: str, words: Sequence[str]) -> list[Piece]:
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))), re.I)
    return list(split(text, pattern))


def split(text: str, pattern: re.Pattern[str]) -> Iterator[Piece]:
    at = 0
    for match in pattern.finditer(text):
        if match.start() > at:
            yield Piece(text[at : match.start()], is_word=False)
        yield Piece(match.group(), is_word=True)
        at = match.end()
    if at < len(text):
        yield Piece(text[at:], is_word=False)


class SearchForm(PlainForm):
    q = forms.CharField(label="Words to look for", max_length=200)

    def clean_q(self) -> list[str]:
        """The words as typed, each once."""
        words = list({word.lower(): word for word in self.cleaned_data["q"].split()}.values())
        if all(len(word) == 1 for word in words):
            raise forms.ValidationError("Give a word of at least two letters: one stands nearly everywhere.")
        return words


@page(methods={"GET"}, needs="sign-in")
def search(request: Request) -> HttpResponse:
    form = SearchForm(request.GET if "q" in request.GET else None)
    given = form.cleaned_data["q"] if form.is_valid() else []
    words = [word for word in given if len(word) > 1][:MOST_WORDS]
    answers = find(words, request.user) if words else []
    marked = [record for _, records in answers for record in records]
    return render(
        request,
        "site/search.html",
        {
            "form": form,
            "asked": " ".join(words),
            "left_out": " ".join(word for word in given if word not in words),
            "answers": [found for found, _ in answers],
            "most": MOST,
            "page_marking": label(
                highest(record.marking for record in marked), (record.descriptor for record in marked)
            ),
        },
    )
