"""How hard a text is to read, and which sentences make it so."""

import pytest

from drystane.comms.plainness import plainness, syllables

EASY = (
    "Keep your bank card safe. Tell a friend if a man at the door asks for cash. Call us if you are not sure."
)
HARD = (
    "Organised criminality infiltrates legitimate commercial enterprises, necessitating comprehensive "
    "inter-institutional procurement safeguards."
)


@pytest.mark.parametrize(("text", "low", "high"), [(EASY, 5, 9), (HARD, 25, 60), ("", 5, 5), ("!? …", 5, 5)])
def test_reading_age(text: str, low: int, high: int) -> None:
    assert low <= plainness(text).age <= high


def test_the_hardest_sentences_stand_first_and_easy_ones_are_left_out() -> None:
    found = plainness(f"{EASY} {HARD}")

    assert [one.text for one in found.hardest] == [HARD]
    assert found.is_too_hard
    assert not plainness(EASY).is_too_hard


def test_grade_is_the_published_formula() -> None:
    # 10 words, 1 sentence, 12 syllables: 0.39 x 10 + 11.8 x 1.2 - 15.59 = 2.47, so about seven years.
    text = "The man at the red door will ring twice before breakfast."
    words = text.strip(".").split()
    grade = 0.39 * len(words) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59

    assert plainness(text).age == round(grade) + 5


@pytest.mark.parametrize(("word", "count"), [("door", 1), ("ring", 1), ("criminal", 3), ("organised", 3)])
def test_syllables_of_british_words_too(word: str, count: int) -> None:
    assert syllables(word) == count
