"""Once a newer edition asks otherwise, every old answer is kept, carried or parked: none is lost."""

import random
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from drystane.access.errors import NotAllowed
from drystane.assessment.carrying import answers_touched, undecided
from drystane.assessment.fates import Became, Fate, proposed_fate, proposed_fates
from drystane.assessment.models import Answer, Assessment, Settlement, SettlementMove
from drystane.assessment.operations import settle_answer
from drystane.assessment.tests.conftest import Meeting, answer_of
from drystane.audit.models import Event
from drystane.closeness import sentences
from drystane.strategy.models import Comparison
from drystane.strategy.refreshing import compare_editions
from tests.cast import NOW, make_edition
from tests.clients import signed_in

PURPOSE = "Preparing the year"


@pytest.fixture
def refreshed(submitted: Meeting, monkeypatch: pytest.MonkeyPatch) -> Comparison:
    """I1 rests on what was kept, I2 on what was reworded, I3 on what was dropped; Prevent's on nothing."""
    monkeypatch.setattr(sentences, "model", lambda: None)
    earlier, later = make_edition("2009", recommendations=3), make_edition("2015", recommendations=3)
    later.recommendations.filter(code="2015-R1").update(text="Do the thing 1")
    later.recommendations.filter(code="2015-R2").update(text="Ask somebody else")
    asked = list(earlier.recommendations.order_by("order"))
    for question, one in zip(submitted.integrity.questions.order_by("order"), asked, strict=True):
        question.recommendations.add(one)
    return compare_editions(earlier, later, kept_by=submitted.cast.board, by=None, at=NOW)


# What is proposed.


@pytest.mark.parametrize(
    ("kinds", "fate"),
    [
        (["kept", "kept"], Fate.KEPT),
        (["kept", "moved"], Fate.CARRIED),
        (["reworded", "dropped"], Fate.CARRIED),
        (["reworded", "split"], Fate.AGAIN),
        (["merged"], Fate.AGAIN),
        (["dropped", "dropped"], Fate.PARKED),
        (["kept", "dropped"], Fate.KEPT),
    ],
)
def test_the_gravest_change_of_what_is_still_asked_decides(kinds: list[str], fate: Fate) -> None:
    rests_on = [Became(f"R{n}", kind, (f"N{n}",)) for n, kind in enumerate(kinds)]
    assert proposed_fate(rests_on).fate is fate


def test_a_proposal_says_what_became_of_what_and_whether_that_is_decided() -> None:
    rests_on = [Became("R1", "split", ("N2", "N1"), is_decided=True), Became("R2", "kept")]
    proposal = proposed_fate(rests_on)
    assert proposal.reason == "R1 now stands in N1, N2."
    assert not proposal.is_firm


KINDS = st.sampled_from(["kept", "reworded", "moved", "split", "merged", "dropped"])
EDITIONS = st.dictionaries(
    st.sampled_from("abcdefgh"), KINDS.map(lambda kind: Became("r", kind, ("n",))), min_size=1
)
QUESTIONS = st.dictionaries(st.integers(0, 30).map(str), st.lists(st.sampled_from("abcdefgh"), min_size=1))


@given(EDITIONS, QUESTIONS)
def test_every_answer_has_one_proposal_and_is_parked_only_if_nothing_is_left(
    became: dict[str, Became], questions: dict[str, list[str]]
) -> None:
    fates = proposed_fates(questions, became)
    assert fates.keys() == questions.keys()
    for answer, codes in questions.items():
        known = [became[code].kind for code in codes if code in became]
        assert (fates[answer].fate is Fate.PARKED) == (bool(known) and set(known) == {"dropped"})


# What somebody decides.


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("I1", "Stands as it is All it rests on is asked as before."),
        ("I2", "Carried over to what is asked now 2009-R1 is now 2015-R1."),
        ("I3", "Parked Nothing it rests on is asked any more: 2009-R2."),
    ],
)
def test_the_page_proposes_for_each_answer(
    refreshed: Comparison, submitted: Meeting, code: str, words: str
) -> None:
    page = signed_in(submitted.cast.iain).get(reverse("assessment:carry", args=[refreshed.ref])).text
    row = next(row for row in page.split("<tr>") if f">{code}</a>" in row)
    assert words in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row))


@pytest.mark.django_db
def test_an_answer_is_parked_with_a_reason_and_stays_as_it_was(
    refreshed: Comparison, submitted: Meeting
) -> None:
    answer, iain = answer_of(submitted.ours, "I3"), signed_in(submitted.cast.iain)
    address = reverse("assessment:carry_answer", args=[answer.ref, refreshed.ref])
    assert "Say why the answer is parked." in iain.post(address, {"fate": "parked", "seen": 0}).text
    iain.post(address, {"fate": "parked", "why": "Nobody asks it now", "seen": 0})
    settled = Settlement.objects.get()
    assert (settled.fate, settled.decided_by) == ("parked", submitted.cast.iain)
    assert answer_of(submitted.ours, "I3").result == answer.result
    assert Event.objects.filter(verb="answer.settled").count() == 1
    listed = iain.get(reverse("assessment:carry", args=[refreshed.ref]) + "?fate=parked").text
    assert "Nobody asks it now" in listed
    assert ">I1</a>" not in listed


@pytest.mark.django_db
def test_the_second_of_two_is_told(refreshed: Comparison, submitted: Meeting) -> None:
    answer = answer_of(submitted.ours, "I1")
    settle_answer(answer, refreshed, fate="kept", seen=0, by=submitted.cast.iain, at=NOW)
    with pytest.raises(NotAllowed, match="Somebody else has just decided"):
        settle_answer(answer, refreshed, fate="parked", seen=0, by=submitted.isla, at=NOW, why="Old")
    assert Settlement.objects.get().fate == "kept"


@pytest.mark.django_db
def test_any_row_of_decisions_loses_nothing_and_undoing_puts_back(
    refreshed: Comparison, submitted: Meeting
) -> None:
    """Random decisions and undoings over every answer, each seed another row of them."""
    answers = list(answers_touched(refreshed, Answer.objects.all()).order_by("pk"))
    before = list(Answer.objects.order_by("pk").values())
    assert [answer.question.code for answer in answers] == ["I1", "I2", "I3"]
    for seed in range(6):
        chance, expected = random.Random(seed), dict.fromkeys((one.pk for one in answers), "")
        expected |= dict(Settlement.objects.values_list("answer", "fate"))
        for step in range(8):
            answer = chance.choice(answers)
            now = expected[answer.pk]
            fate = chance.choice([one for one in ("", *Fate) if one != now and (one or now)])
            row = Settlement.objects.filter(answer=answer).first()
            settle_answer(
                answer,
                refreshed,
                fate=str(fate),
                seen=row.version if row else 0,
                by=submitted.cast.iain,
                at=NOW + timedelta(minutes=step),
                why="Said so",
            )
            expected[answer.pk] = str(fate)
            settled = dict(Settlement.objects.standing().values_list("answer", "fate"))
            assert settled == {pk: fate for pk, fate in expected.items() if fate}, "none lost, none doubled"
            left = undecided(refreshed, answers_touched(refreshed, Answer.objects.all()))
            assert {one.pk for one in left} == {pk for pk, fate in expected.items() if not fate}
    for row in Settlement.objects.standing():
        settle_answer(row.answer, refreshed, fate="", seen=row.version, by=None, at=NOW, why="Undone")
    assert not Settlement.objects.standing().exists()
    assert list(Answer.objects.order_by("pk").values()) == before, "no answer was changed by any of it"
    assert SettlementMove.objects.count() >= 48


# Who sees it.


@pytest.mark.django_db
def test_an_answer_that_one_may_not_see_is_not_counted(refreshed: Comparison, submitted: Meeting) -> None:
    address = reverse("assessment:carry", args=[refreshed.ref])
    assert ">I1</a>" in signed_in(submitted.cast.wallace).get(address).text, "the board oversees the group"
    assert ">I1</a>" not in signed_in(submitted.cast.aileen).get(address).text
    Assessment.objects.filter(pk=submitted.ours.pk).update(
        state="reopened", marking="sensitive", descriptor="locsen"
    )
    hidden = signed_in(submitted.cast.wallace).get(address).content
    Answer.objects.filter(assessment=submitted.ours).update(
        kind="", result=None, answered_by=None, answered_at=None, verified_by=None, verified_at=None
    )
    assert without_tokens(signed_in(submitted.cast.wallace).get(address).content) == without_tokens(hidden)
    assert ">I1</a>" not in signed_in(submitted.cast.iain).get(address).text, "he has stated no purpose"


def without_tokens(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"', b"", page)


@pytest.mark.django_db
def test_whoever_gave_a_purpose_sees_the_open_one_in_place_of_the_last(
    refreshed: Comparison, submitted: Meeting
) -> None:
    Assessment.objects.filter(pk=submitted.ours.pk).update(
        state="reopened", marking="sensitive", descriptor="locsen"
    )
    address = reverse("assessment:carry", args=[refreshed.ref])
    page = signed_in(submitted.cast.iain, purpose=PURPOSE).get(address).text
    assert ">I1</a>" in page
    assert "OFFICIAL-SENSITIVE" in page
