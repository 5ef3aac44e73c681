"""Two actions side by side: which are one job, which belong together, and with what reasons."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drystane.closeness.terms import terms_of
from drystane.plans.overlap.facets import Read, read
from drystane.plans.overlap.likeness import Closeness, compare
from drystane.plans.overlap.works import Likeness, Work

CLAUSE = "Put a probity paragraph into the tender template"
TWIN = "Amend the contract clause so that bidders declare bribery"
TEXTS = [
    CLAUSE,
    TWIN,
    "Housing officers to attend the cuckooing course in Paisley",
    "Circulate the minutes of the March meeting",
    "Finance to nominate a Prevent champion",
    "Fit call blockers in sheltered housing by June",
    "As above",
    "",
]


@cache
def closeness(a: str, b: str) -> Closeness:
    """By words alone, so that these tests are the same with and without the model."""
    found = []
    for pair in ((a, b), (read(Work("a", a)).facets.topic, read(Work("b", b)).facets.topic)):
        terms = terms_of(pair)
        found.append(float((terms.rows(pair[:1]) @ terms.rows(pair[1:]).T).toarray()[0, 0]))
    return Closeness(*found)


def likeness(a: str | Work, b: str | Work) -> Likeness:
    first, second = (read(each if isinstance(each, Work) else Work(each, each)) for each in (a, b))
    return compare(first, second, closeness(first.work.text, second.work.text))


def sentences(found: Likeness) -> list[str]:
    return [reason.sentence for reason in found.reasons]


@given(
    st.sampled_from(TEXTS),
    st.sampled_from(TEXTS),
    st.sampled_from(["", "A", "B"]),
    st.sampled_from(["", "A"]),
)
def test_the_order_of_two_actions_does_not_matter(a: str, b: str, group: str, owner: str) -> None:
    one, other = Work("1", a, group=group, owner=owner), Work("2", b, group="B")
    there, back = likeness(one, other), likeness(other, one)
    assert (there.duplicate, there.related) == pytest.approx((back.duplicate, back.related))
    assert there == likeness(one, other)
    assert 0 <= there.duplicate <= 1
    assert 0 <= there.related <= 1


@pytest.mark.parametrize("text", [text for text in TEXTS if len(text) > 10])
def test_an_action_is_most_like_itself(text: str) -> None:
    itself = likeness(text, text)
    assert itself.duplicate > 0.9
    for other in TEXTS:
        assert likeness(text, other).duplicate <= itself.duplicate


def test_different_words_for_one_job_find_each_other() -> None:
    found = likeness(CLAUSE, TWIN)
    assert found.related > likeness(CLAUSE, "Put a bench into the park shelter").related
    assert "Both are about honest dealing and procurement." in sentences(found)
    assert "Both change the tender and contract template." in sentences(found)


@pytest.mark.parametrize(
    ("same", "apart", "sentence"),
    [
        (
            ("Circulate papers for the March meeting", "Circulate papers for the March meeting"),
            ("Circulate papers for the March meeting", "Circulate papers for the June meeting"),
            "For another time: March and June.",
        ),
        (
            ("Hotspot patrols in Renfrew", "Hotspot patrols in Renfrew"),
            ("Hotspot patrols in Renfrew", "Hotspot patrols in Barrhead"),
            "In another place.",
        ),
        (
            ("Finance to nominate a Prevent champion", "Finance to nominate a Prevent champion"),
            ("Finance to nominate a Prevent champion", "Leisure to nominate a Prevent champion"),
            "Each team does this for itself.",
        ),
        (
            ("Contact the Met Office on charges", "Contact the Met Office on charges"),
            ("Contact the Met Office on charges", "Contact the Coal Authority on charges"),
            "Names differ: met; coal.",
        ),
        (
            ("Draft guidance for councils on listing land", "Draft guidance for schools on listing lands"),
            (
                "Draft guidance for councils on listing land",
                "Draft guidance for councils on listing salaries",
            ),
            "The same sentence about something else: land; salaries.",
        ),
    ],
)
def test_alike_wording_is_not_the_same_job(
    same: tuple[str, str], apart: tuple[str, str], sentence: str
) -> None:
    assert sentence in sentences(likeness(*apart))
    assert sentence not in sentences(likeness(*same))
    assert likeness(*apart).duplicate < likeness(*same).duplicate / 1.5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Report on geo-spatial addressing to the board", "Report on geo-spacial addressing to the board"),
        ("Report on bus stops to the board", "Report on bus stops in the north to the board"),
        ("Agnes to report on bus stops", "Boris to report on bus stops"),
        ("Chair to thank the volunteers", "Chair to weigh tomatoes"),
    ],
)
def test_another_spelling_more_words_another_doer_or_another_sentence_is_not_another_object(
    one: str, other: str
) -> None:
    assert not any("The same sentence" in sentence for sentence in sentences(likeness(one, other)))


def test_lines_that_only_end_alike_may_be_steps_on_one_thing() -> None:
    here = "for the flower beds in the park"
    ends = likeness(f"Recruit volunteers {here}", f"Put up signs {here}")
    begins = likeness(f"{here} recruit volunteers", f"{here} put up signs")
    assert "The same sentence about something else: recruit volunteers; put up signs." in sentences(ends)
    assert ends.duplicate == begins.duplicate
    assert ends.related > begins.related * 1.5


def test_a_new_deadline_leaves_the_job_the_same() -> None:
    moved = likeness(
        "Complete the referral leaflet by 30 June", "Complete the referral leaflet, revised date 30 September"
    )
    assert moved.duplicate > 0.6
    assert not any("another time" in sentence for sentence in sentences(moved))


def test_steps_of_one_job_are_related_and_not_the_same() -> None:
    steps = likeness("Write the paper on street lamps", "Circulate the paper on street lamps")
    job = likeness("Write the paper on street lamps", "Draft the paper on street lamps")
    assert steps.duplicate < job.duplicate
    assert steps.related > 0.4


def test_an_identical_line_of_another_group_that_each_does_for_itself_is_another_job() -> None:
    one, other = (Work(name, "Update own pages on the web site", group=name) for name in ("A", "B"))
    assert "Each team does this for itself." in sentences(likeness(one, other))
    assert likeness(one, other).duplicate < 0.4


def test_the_same_source_brings_two_actions_together() -> None:
    apart = likeness(Work("1", CLAUSE), Work("2", "Brief councillors on pressure"))
    found = likeness(Work("1", CLAUSE, source="R4"), Work("2", "Brief councillors on pressure", source="R4"))
    assert found.related > apart.related
    assert "Both were taken for the same reason." in sentences(found)


def test_what_says_too_little_is_told_so() -> None:
    assert "One of them says too little to tell." in sentences(likeness("As above", "As above"))


def test_a_subject_that_everything_is_about_says_less() -> None:
    a, b = read(Work("1", CLAUSE)), read(Work("2", "Review probity of invoices"))
    rare = compare(a, b, Closeness(0.2, 0.2), {"procurement": 0.1, "fraud": 0.1, "probity": 0.1})
    common = compare(a, b, Closeness(0.2, 0.2), {"procurement": 0.1, "fraud": 0.1, "probity": 0.9})
    assert rare.related > common.related


def test_every_reason_is_a_sentence() -> None:
    reads: list[Read] = [read(Work(text, text)) for text in TEXTS]
    found = [compare(a, b, Closeness(0.8, 0.8)) for a, b in pairwise(reads)]
    assert any(each.reasons for each in found)
    for each in found:
        for sentence in sentences(each):
            assert sentence[0].isupper()
            assert sentence.endswith(".")
