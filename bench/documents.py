"""The example's paper gathered and rendered, warm; the wall drawn by itself."""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count

from bench.cpu import cpu_times
from bench.tables import Figure, Table, middle, p95, shown, table_of
from drystane.access import clock
from drystane.board.gather import gather_paper
from drystane.board.models import Paper
from drystane.documents.html import render_html
from drystane.documents.packs import Pack
from drystane.documents.pdf import render_pdf
from drystane.documents.word import render_word
from drystane.plans.stones import Course, Stone, StoneState
from drystane.plans.wall import Wall, draw, survey
from drystane.site import preparing

RUNS = 20
NUMBERS = count()
OBJECTIVES = ("Divert", "Deter", "Detect", "Disrupt")
AUDIENCES = ("Individuals", "Communities", "Businesses", "Banks", "Third sector", "Local authorities")


def measure() -> Table:
    preparing.prepare(example=True, say=lambda words: print(words, file=sys.stderr))
    paper = Paper.objects.get()
    gather = partial(gather_paper, paper, on=clock.today())
    pack = gather()
    return table_of(
        "The example's paper and the wall, warm, in processor time",
        [
            timed("Gather the paper", gather),
            timed("Gather it and render HTML", lambda: render_html(gather()), 30),
            timed("Gather it and render Word", lambda: render_word(gather()), 150),
            timed("Gather it and render PDF", lambda: render_pdf(gather()), 150),
            timed("HTML from the frozen paper", lambda: render_html(pack)),
            timed("Word from the frozen paper", lambda: render_word(pack)),
            # typst remembers what it has set: each time another title, so that all is set anew.
            timed("PDF from a paper not seen before", lambda: render_pdf(retitled(pack)), 150),
            wall(100),
            wall(2_000),
        ],
    )


def retitled(pack: Pack) -> Pack:
    return replace(pack, title=f"{pack.title} {next(NUMBERS)}", author=str(next(NUMBERS)))


def timed(what: str, deed: Callable[[], object], target: float | None = None) -> Figure:
    found = cpu_times(deed, runs=RUNS)
    return Figure(what, middle(found), "ms", target, f"p95 {shown(p95(found))} ms")


def wall(stones: int) -> Figure:
    courses = [
        Course(
            objective=title.upper(),
            title=title,
            stones=[stone(title.upper(), number) for number in range(stones // len(OBJECTIVES))],
        )
        for title in OBJECTIVES
    ]
    drawn: Wall = draw(survey(courses))
    found = cpu_times(lambda: draw(survey(courses)), runs=RUNS)
    return Figure(
        f"Draw the wall of {stones:,} recommendations",
        middle(found),
        "ms",
        None,
        f"p95 {shown(p95(found))} ms, {shown(len(drawn.svg) / 1000)} KB",
    )


def stone(objective: str, number: int) -> Stone:
    return Stone(
        code=f"{objective}-{number}",
        text=f"Do thing {number} and tell the others what came of it.",
        objective=objective,
        audience=AUDIENCES[number % len(AUDIENCES)],
        state=list(StoneState)[number % len(StoneState)],
        href=f"/strategy/recommendations/{number}/",
    )
