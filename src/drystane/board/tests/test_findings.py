"""What the machine proposes of a paper, where it stands, and which kept figures it meets."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drystane.board.findings import asked_of_board, findings, named, proposed, without_doer
from drystane.board.measures import Kept, disagreeing, repeated, same_measure
from drystane.board.models.papers import Verb
from drystane.board.passages import Mark, passage, whole
from drystane.board.tests.papers_read import LINES, PAPER, TEXT, found, span
from drystane.strategy.papers.found import Task

GROUPS = ["Integrity Group", "Prevent Group", "Safer Board"]
VERBS = Verb.values
FOUND = findings(PAPER, groups=GROUPS, verbs=VERBS)


def test_what_needs_a_persons_eye_stands_first() -> None:
    unsure = replace(PAPER, groups=(found("Integrity Group", sure=False),))
    kinds = [one.kind for one in findings(unsure, groups=GROUPS, verbs=VERBS)]
    assert kinds[:2] == ["check", "group"]
    assert [one.kind for one in FOUND] == [
        *("check", "paper", "group", "recommendation", "tasking", "action", "figure")
    ]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (
            "paper",
            {
                "heading": "KEEPING CRIME OUT OF OUR CONTRACTS",
                "to": "Safer Board",
                "report_by": "Director of Invented Services",
                "on": "2015-09-02",
            },
        ),
        ("group", {"group": "Integrity Group"}),
        ("recommendation", {"verb": "note", "text": "the change in the threats."}),
        (
            "tasking",
            {"to_group": "Integrity Group", "asked": "check the carriers", "report_back_on": "2015-11-25"},
        ),
        (
            "action",
            {
                "title": "Write to every landlord of a yard",
                "detail": "Given to: Officers",
                "due_on": "",
            },
        ),
        (
            "figure",
            {
                "label": "Groups use seemingly legitimate businesses",
                "value": "60",
                "unit": "percent",
                "qualifier": "",
                "as_of": "2015-09-02",
                "as_of_text": "2 September 2015",
            },
        ),
    ],
)
def test_each_kind_begins_with_what_was_read(kind: str, values: dict[str, str]) -> None:
    (one,) = (one for one in FOUND if one.kind == kind)
    assert one.values == values


def test_each_finding_says_its_paragraph() -> None:
    assert {one.kind: one.paragraph for one in FOUND} == {
        "check": "3.1",
        "paper": "",
        "group": "2.2",
        "recommendation": "2.1",
        "tasking": "2.2",
        "action": "2.3",
        "figure": "1.1",
    }


def test_a_paper_without_a_title_asks_for_one() -> None:
    heading = next(
        one for one in findings(replace(PAPER, title=None), groups=[], verbs=[]) if one.kind == "paper"
    )
    assert "no title" in heading.doubt


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("Add relevant messages to the plan.", "add", "relevant messages to the plan."),
        ("That the Committee: notes the report.", "note", "the report."),
        ("The board is asked to approve the plan.", "approve", "the plan."),
        ("Officers should say what they know of it.", "", "Officers should say what they know of it."),
        (f"{'so ' * 14} note it", "", f"{'so ' * 14} note it"),
    ],
)
def test_the_verb_is_looked_for_near_the_front(text: str, verb: str, rest: str) -> None:
    assert asked_of_board(text, VERBS) == {"verb": verb, "text": rest}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("the Integrity Group", "Integrity Group"),
        ("The Council’s Integrity Group", "Integrity Group"),
        ("Integrity", "Integrity Group"),
        ("Group", ""),  # more than one
        ("Officers", ""),
        ("", ""),
    ],
)
def test_a_group_is_known_by_its_name_if_just_one_is_meant(words: str, name: str) -> None:
    assert named(words, GROUPS) == name


def test_a_task_of_two_groups_is_two_taskings() -> None:
    task = Task(found("Integrity Group"), found("check the carriers"))
    both = replace(task, who=replace(found("Integrity Group"), text="Integrity Group and Prevent Group"))
    tasked = [
        one
        for one in findings(replace(PAPER, tasks=(both,)), groups=GROUPS, verbs=[])
        if one.kind == "tasking"
    ]
    assert [one.values["to_group"] for one in tasked] == ["Integrity Group", "Prevent Group"]


@pytest.mark.parametrize(
    ("words", "who", "asked"),
    [
        ("The Integrity Group will ask every carrier", "Integrity Group", "ask every carrier"),
        ("Prevent Group to meet", "Prevent Group", "meet"),
        ("ask every carrier", "Integrity Group", "ask every carrier"),
        ("The (new) group will meet", "", "The (new) group will meet"),
        ("It (new) will meet", "It (new)", "meet"),
    ],
)
def test_what_is_asked_begins_with_the_verb(words: str, who: str, asked: str) -> None:
    assert without_doer(words, who) == asked


def test_long_words_are_cut_for_a_title_and_kept_whole_below_it() -> None:
    words = "visit " * 60
    values = proposed("action", words.strip(), verbs=VERBS)
    assert values["title"].startswith("Visit visit")
    assert values["title"].endswith(" visit…")
    assert len(values["title"]) <= 200
    assert words.strip() in values["detail"]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("about £1,250,000 a year", "1250000", "pounds"),
        ("65 per cent of them", "65", "percent"),
        ("81.5% of them", "81.5", "percent"),
        ("some 232 groups", "232", "count"),
    ],
)
def test_words_taken_as_a_figure_bring_their_number(text: str, value: str, unit: str) -> None:
    values = proposed("figure", text, verbs=VERBS)
    assert (values["value"], values["unit"]) == (value, unit)


# The place of a finding


def test_a_place_is_shown_with_what_stands_round_it() -> None:
    shown = passage(
        TEXT,
        [(one.start, one.end) for one in PAPER.lines],
        PAPER.pages,
        Mark(span("check the carriers").start, span("check the carriers").end),
        around=1,
    )
    assert ["".join(piece.words for piece in line.pieces) for line in shown] == list(LINES[5:8])
    assert [piece.words for line in shown for piece in line.pieces if piece.is_marked] == [
        "check the carriers"
    ]
    assert [line.page for line in shown] == [2, None, None]


SPANS = st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, 60)), max_size=8)


@given(SPANS)
def test_marks_add_no_word_and_lose_none(marks: list[tuple[int, int]]) -> None:
    lines = [(one.start, one.end) for one in PAPER.lines]
    spans = [Mark(start, start + length, str(start)) for start, length in marks]
    shown = whole(TEXT, lines, PAPER.pages, spans)
    assert ["".join(piece.words for piece in line.pieces) for line in shown] == list(LINES)
    marked = {
        at for mark in spans for at in range(mark.start, mark.end) if any(a <= at < b for a, b in lines)
    }
    counted = sum(len(piece.words) for line in shown for piece in line.pieces if piece.is_marked)
    assert counted == len(marked)


def test_a_place_without_lines_is_no_place() -> None:
    assert passage("", [], [], Mark(0, 0)) == []


# Figures kept already


def kept(
    code: str, value: int, year: int, label: str = "Groups that use seemingly legitimate businesses"
) -> Kept:
    return Kept(code, "groups-using-businesses", label, Decimal(value), "percent", date(year, 6, 18))


LAUNCH = kept("launch", 65, 2015)
NEW = kept("", 60, 2015)


@pytest.mark.parametrize(
    ("words", "unit", "measure"),
    [
        ("60% of SOC groups are involved in the use of seemingly legitimate businesses", "percent", True),
        ("60 groups use seemingly legitimate businesses", "groups", False),
        ("70% of groups are in the West", "percent", False),
        ("", "percent", False),
    ],
)
def test_the_same_thing_counted_in_other_words_is_known(words: str, unit: str, measure: bool) -> None:
    assert same_measure(words, unit, [LAUNCH]) == ("groups-using-businesses" if measure else "")


def test_the_sixty_per_cent_meets_the_sixty_five() -> None:
    later, same = kept("later", 66, 2017), kept("same", 60, 2015)
    assert disagreeing(NEW, [LAUNCH, later, same]) == [LAUNCH]
    assert repeated(NEW, [LAUNCH, later, same]) == [same]


def test_a_figure_without_a_day_is_weighed_against_all_of_its_series() -> None:
    undated = replace(NEW, as_of=None)
    assert disagreeing(undated, [LAUNCH, kept("later", 66, 2017)]) == [LAUNCH, kept("later", 66, 2017)]
