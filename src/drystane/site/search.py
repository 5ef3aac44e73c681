"""Search over everything somebody may see: each word has to occur, the best twenty of each kind are shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString

from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.marking.models import Marked, highest, label
from drystane.site.searchable import KINDS, Record

MOST = 20  # of one kind. Never a total: what is hidden must not show in a count
MOST_WORDS = 8
EXCERPT = 180  # characters


@dataclass(frozen=True)
class Hit:
    """One record found, the words looked for marked in its title and in what is told of it."""

    title: SafeString
    excerpt: SafeString
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
    pattern = any_of(words)
    answers = []
    for kind in KINDS:
        rows = list(kind.matching(words, user)[: MOST + 1])
        records = [kind.read(row) for row in rows[:MOST]]
        if records:
            found = Found(kind.heading, [hit(record, pattern) for record in records], len(rows) > MOST)
            answers.append((found, [record.marked for record in records if record.marked]))
    return answers


def any_of(words: Sequence[str]) -> re.Pattern[str]:
    """The longest that fits is taken, so that of two words the longer is marked."""
    return re.compile(f"({'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})", re.IGNORECASE)


def hit(record: Record, pattern: re.Pattern[str]) -> Hit:
    telling = next(filter(pattern.search, record.texts), "") or next(filter(None, record.texts), "")
    return Hit(
        title=marked(record.title, pattern),
        excerpt=marked(excerpt(telling, pattern), pattern),
        url=record.url,
        state=record.state,
        marking=record.marked.marking_label if record.marked and record.marked.is_sensitive else "",
    )


def excerpt(text: str, pattern: re.Pattern[str]) -> str:
    """The part of a long text round the first word found in it, cut at spaces."""
    if len(text) <= EXCERPT:
        return text
    found = pattern.search(text)
    at = found.start() if found else 0
    start = text.rfind(" ", 0, max(at - EXCERPT // 3, 0) + 1) + 1
    end = text.find(" ", start + EXCERPT)
    cut = text[start : end if end > 0 else len(text)]
    return f"{'… ' if start else ''}{cut}{' …' if end > 0 else ''}"


def marked(text: str, pattern: re.Pattern[str]) -> SafeString:
    """Every second piece is a word looked for. All of them are escaped."""
    pieces = enumerate(map(escape, pattern.split(text)))
    return SafeString("".join(f"<mark>{piece}</mark>" if at % 2 else piece for at, piece in pieces))


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
