"""Public ids."""

from drystane.audit.refs import LENGTH, LETTERS, new_ref
from drystane.audit.trail import CODE, OPERATOR


def test_a_ref_is_twelve_letters_that_cannot_be_misread() -> None:
    assert set("".join(new_ref() for _ in range(200))) <= set(LETTERS)
    assert not set("ilou") & set(LETTERS)
    assert {len(new_ref()) for _ in range(200)} == {LENGTH}


def test_no_two_refs_are_the_same() -> None:
    assert len({new_ref() for _ in range(5_000)}) == 5_000


def test_no_ref_can_be_taken_for_the_operator() -> None:
    assert not set(OPERATOR) <= set(LETTERS)


def test_a_ref_may_stand_in_the_details_of_an_event() -> None:
    assert CODE.fullmatch(new_ref())
