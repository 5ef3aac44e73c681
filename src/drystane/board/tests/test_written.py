"""Text as it is typed, and figures put into it."""

import pytest

from drystane.board.citations import cited_codes, runs, without_marks
from drystane.board.written import as_typed, cite, paragraphs


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", []),
        (" \r\n\r\n ", []),
        ("One", ["One"]),
        ("One\nline", ["One line"]),
        ("One\r\n\r\nTwo", ["One", "Two"]),
        ("One\n\n\n \n\tTwo\n", ["One", "Two"]),
    ],
)
def test_paragraphs(typed: str, told: list[str]) -> None:
    assert paragraphs(typed) == told
    assert paragraphs(as_typed(told)) == told


def test_a_figure_is_cited_behind_the_words_and_before_the_stop() -> None:
    assert cite("One.\n\nTwo", "a-b", at=1) == "One [[figure:a-b]].\n\nTwo"
    assert cite("One.\n\nTwo", "a-b", at=None) == "One.\n\nTwo [[figure:a-b]]"


@pytest.mark.parametrize(("text", "at"), [("", None), ("One", 0), ("One", 2)])
def test_there_is_no_such_paragraph(text: str, at: int | None) -> None:
    with pytest.raises(IndexError):
        cite(text, "a", at=at)


def test_what_is_cited_and_what_is_read_out() -> None:
    text = "So 60 per cent [[figure:a-1]], and 81\n[[figure:b_2]] [[figure:a-1]] years."

    assert cited_codes(text) == ["a-1", "b_2", "a-1"]
    assert without_marks(text) == "So 60 per cent, and 81 years."
    assert list(runs(text)) == [
        ("So 60 per cent", "a-1"),
        (", and 81", "b_2"),
        ("", "a-1"),
        (" years.", ""),
    ]
    assert list(runs("")) == [("", "")]
