"""The pages: answering, two people at once, verifying, submitting, comparing, deciding on gaps."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from drystane.access import clock
from drystane.access.models import User
from drystane.access.policy import Role
from drystane.assessment.models import Agreement, AgreementState, Answer, AnswerVersion, Gap, GapState
from drystane.assessment.operations import accept_gap, open_assessment, propose_position
from drystane.assessment.tests.conftest import MINUTES, Meeting, answer_of, make_instrument, rated, say
from tests.cast import NOW, TODAY, seat

pytestmark = pytest.mark.django_db
EVIDENCE = {"type": "minutes", "title": "Minutes of August", "on": "3/8/2015", "owner": "Clerk"}


@pytest.fixture(autouse=True)
def _autumn(settings: Settings) -> None:
    settings.EXAMPLE_CLOCK = clock.ExampleClock(NOW)


def signed_in(user: User, *, purpose: str = "Answering") -> Client:
    client = Client()
    client.force_login(user)
    if purpose:
        session = client.session
        session["purpose"] = {"words": purpose, "until": "2099-01-01T00:00:00+00:00"}
        session.save()
    return client


def page(name: str, *refs: str) -> str:
    return reverse(f"assessment:{name}", args=refs)


def send(user: User, answer: Answer, **typed: Any) -> Any:
    typed.setdefault("seen", answer.version)
    return signed_in(user).post(page("save", answer.ref), typed)


def test_an_answer_is_saved_and_the_page_says_by_whom(meeting: Meeting) -> None:
    answer, tam = answer_of(meeting.ours, "I1"), meeting.cast.tam
    response = send(tam, answer, say="2", note="Half of it", progress="improving", then="here")
    answer.refresh_from_db()
    assert (answer.result, answer.note, answer.progress, answer.answered_by) == (
        2,
        "Half of it",
        "improving",
        tam,
    )
    shown = signed_in(tam).get(response["Location"]).text
    assert "Saved. Tam, 2 September 2015" in shown


def test_a_result_that_needs_evidence_says_so_and_keeps_what_was_typed(meeting: Meeting) -> None:
    answer = answer_of(meeting.ours, "I1")
    refused = send(meeting.cast.tam, answer, say="3", note="All of it")
    assert "A result of 3 or 4 needs at least one piece of evidence." in refused.text
    assert "All of it</textarea>" in refused.text
    part = send(meeting.cast.tam, answer, say="3", title="Minutes of August")
    assert "Fill in “Its date”, or take the evidence out." in part.text
    assert send(meeting.cast.tam, answer, say="3", **EVIDENCE).status_code == 302
    answer.refresh_from_db()
    assert (answer.result, answer.evidence.get().title) == (3, "Minutes of August")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"say": ""}, "Choose a result, or say that you do not know or that it does not apply."),
        ({"say": "not_applicable"}, "Say why the question does not apply to you."),
        ({"say": "1", **EVIDENCE, "on": "31/2/2015"}, "Enter a real date for “Its date”"),
        ({"say": "1", **EVIDENCE, "on": "3/8/2016"}, "Evidence has a date that has come."),
    ],
)
def test_an_error_names_the_remedy(meeting: Meeting, typed: dict[str, str], words: str) -> None:
    assert words in send(meeting.cast.tam, answer_of(meeting.ours, "I1"), **typed).text


def test_the_second_of_two_people_sees_both_texts_and_chooses(meeting: Meeting) -> None:
    answer, iain = answer_of(meeting.ours, "I1"), meeting.cast.iain
    before = answer.version
    say(answer, rated(1, note="Theirs"), by=meeting.cast.tam)
    told = send(iain, answer, say="2", note="Mine", seen=before)
    assert "Somebody else saved this answer meanwhile" in told.text
    assert "<dd>Theirs</dd>" in told.text
    assert "Mine</textarea>" in told.text
    assert AnswerVersion.objects.refused().get(answer=answer).note == "Mine"
    # Sent again without a choice, as the page does by itself, nothing is put in place of anything.
    again = signed_in(iain).post(page("save", answer.ref), {"say": "2", "note": "Mine"})
    assert "<dd>Theirs</dd>" in again.text
    answer.refresh_from_db()
    assert answer.note == "Theirs"
    send(iain, answer, say="2", note="Mine")
    answer.refresh_from_db()
    assert answer.note == "Mine"


def test_what_one_saved_oneself_meanwhile_is_not_somebody_elses(meeting: Meeting) -> None:
    answer, tam = answer_of(meeting.ours, "I1"), meeting.cast.tam
    before = answer.version
    send(tam, answer, say="1")
    send(tam, answer, say="1", note="And more", seen=before)
    answer.refresh_from_db()
    assert answer.note == "And more"


def test_sending_what_stands_again_leaves_it_verified(meeting: Meeting) -> None:
    answer = say(answer_of(meeting.ours, "I1"), rated(1), by=meeting.cast.tam)
    signed_in(meeting.cast.iain).post(
        page("verify", answer.ref), {"finding": "as_it_is", "seen": answer.version}
    )
    send(meeting.cast.tam, answer, say="1")
    answer.refresh_from_db()
    assert answer.verified_by == meeting.cast.iain
    send(meeting.cast.tam, answer, say="2")
    answer.refresh_from_db()
    assert answer.verified_by is None


def test_nobody_verifies_their_own_answer(meeting: Meeting) -> None:
    answer = say(answer_of(meeting.ours, "I1"), rated(1), by=meeting.cast.iain)
    client = signed_in(meeting.cast.iain)
    shown = client.get(page("verify", answer.ref)).text
    assert "You gave this answer yourself: somebody else has to verify it." in shown
    assert "Save what you find" not in shown
    client.post(page("verify", answer.ref), {"finding": "as_it_is", "seen": answer.version})
    answer.refresh_from_db()
    assert answer.verified_by is None


def test_what_is_missing_leads_to_where_it_is_mended(meeting: Meeting) -> None:
    answer = answer_of(meeting.ours, "I1")
    shown = signed_in(meeting.cast.iain).get(page("submit", meeting.ours.ref)).text
    assert f'<a href="{answer.get_absolute_url()}">I1 is not answered.</a>' in shown


def test_an_open_assessment_is_not_there_without_a_purpose_or_for_others(meeting: Meeting) -> None:
    addresses = [page(name, meeting.ours.ref) for name in ("assessment", "questions", "results", "common")]
    for client in (signed_in(meeting.cast.tam, purpose=""), signed_in(meeting.cast.morag)):
        assert {client.get(address).status_code for address in addresses} == {404}


def test_who_agrees_positions_is_told_where_the_two_differ(submitted: Meeting) -> None:
    lines = signed_in(submitted.cast.iain).get(page("common", submitted.ours.ref)).context["lines"]
    of_the_board = signed_in(submitted.cast.morag).get(page("common", submitted.ours.ref)).context["lines"]
    assert [(line.second, line.because) for line in lines] == [
        (line.second, line.because) for line in of_the_board
    ]
    assert any(line.differs for line in lines)


def test_a_member_is_not_shown_the_others_level_until_it_is_told(submitted: Meeting) -> None:
    address = page("common", submitted.ours.ref)
    before = signed_in(submitted.cast.tam).get(address)
    assert {line.second for line in before.context["lines"]} == {"Not shown to you"}
    propose_position(
        submitted.letting,
        ours=submitted.theirs,
        theirs=submitted.ours,
        position=1,
        reason="Neither checks",
        lead_group=submitted.cast.prevent,
        by=submitted.ewan,
        at=NOW,
    )
    after = {line.subject.title: line for line in signed_in(submitted.cast.tam).get(address).context["lines"]}
    assert after["Letting a hall"].second == "2: partly met"
    assert after["Raising a concern"].second == "Not shown to you"


def test_the_board_sees_both_sides_and_those_that_differ_first(submitted: Meeting) -> None:
    lines = signed_in(submitted.cast.morag).get(page("common", submitted.ours.ref)).context["lines"]
    assert [(line.subject.title, line.first, line.second, line.because) for line in lines] == [
        ("Raising a concern", "3: met", "0: we do not know", "One side does not know."),
        ("Letting a hall", "1: started", "2: partly met", ""),
    ]


def test_a_position_is_proposed_by_one_group_and_agreed_by_the_other(submitted: Meeting) -> None:
    iain = signed_in(submitted.cast.iain)
    typed = {"position": "2", "reason": "Neither is tested", "lead_group": submitted.cast.integrity.ref}
    iain.post(page("propose", submitted.ours.ref, submitted.concern.ref), typed)
    made = Agreement.objects.get()
    assert iain.post(page("agreement_verb", made.ref, "confirm"), {"seen": 1}).status_code == 403
    signed_in(submitted.ewan).post(page("agreement_verb", made.ref, "confirm"), {"seen": made.version})
    made.refresh_from_db()
    assert (made.state, made.confirmed_for) == (AgreementState.CONFIRMED, submitted.cast.prevent)


def test_somebody_in_both_groups_says_for_which_they_act(submitted: Meeting) -> None:
    ewan, cast = submitted.ewan, submitted.cast
    seat(ewan, cast.integrity, Role.CHAIR)
    client, address = signed_in(ewan), page("propose", submitted.ours.ref, submitted.concern.ref)
    typed = {"position": "2", "reason": "Neither is tested", "lead_group": cast.integrity.ref}
    assert "For which group you act" in client.get(address).text
    assert client.post(address, typed).context["form"].errors.keys() == {"acting_for"}
    client.post(address, {**typed, "acting_for": cast.prevent.ref})
    assert Agreement.objects.get().proposed_for == cast.prevent


def test_gaps_come_heaviest_first_with_their_sum(submitted: Meeting) -> None:
    shown = signed_in(submitted.cast.iain).get(page("gaps")).text
    assert shown.index("size 3 × harm 3 × duty 2 = 18") < shown.index("size 1 × harm 2 × duty 1 = 2")


def test_a_gap_is_accepted_with_a_reason_and_the_second_is_told(submitted: Meeting) -> None:
    gap = Gap.objects.get(code="I2")
    address, iain = page("gap_verb", gap.ref, "accept"), submitted.cast.iain
    typed = {"why": "It waits for the lease", "review_on": "31/3/2016", "seen": str(gap.version)}
    assert "Give a day to come" in signed_in(iain).post(address, {**typed, "review_on": "1/9/2015"}).text
    accept_gap(
        gap, review_on=NOW.date().replace(year=2016), seen=gap.version, by=submitted.isla, at=NOW, why="Yes"
    )
    told = signed_in(iain).post(address, typed).text
    assert "cannot become accepted" in told
    gap.refresh_from_db()
    assert (gap.state, gap.accepted_why) == (GapState.ACCEPTED, "Yes")


def test_results_leave_as_a_file(submitted: Meeting) -> None:
    found = signed_in(submitted.cast.tam).get(page("results", submitted.ours.ref) + "?export=csv")
    assert "I1,3: Met,,,,,Minutes or report,Minutes,2015-08-03,Clerk,OFFICIAL,Leadership" in found.text


@pytest.mark.parametrize("questions", [2, 30])
def test_the_pages_ask_as_often_however_many_questions(
    meeting: Meeting, questions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = make_instrument("long", "L", questions=questions)
    made = open_assessment(
        asked, group=meeting.cast.integrity, year=2015, due_on=TODAY.replace(month=12), by=None, at=NOW
    )
    for answer in made.answers.all():
        say(answer, rated(3), by=meeting.cast.tam, evidence=(MINUTES,))
    client = signed_in(meeting.cast.iain)
    client.get(page("index"))
    lock = int(connection.vendor == "postgresql")  # of the trail, which a page of sensitive records writes to
    for name, queries in (("questions", 11), ("assessment", 14), ("results", 14)):
        with django_assert_num_queries(queries + lock):
            assert client.get(page(name, made.ref)).status_code == 200


def test_gaps_are_narrowed_to_a_year(submitted: Meeting) -> None:
    tam = signed_in(submitted.cast.tam)
    year = submitted.ours.year
    whole, of_the_year = tam.get(page("gaps")).text, tam.get(f"{page('gaps')}?year={year}").text
    assert "I2" in whole
    assert "I2" in of_the_year
    assert "I2" not in tam.get(f"{page('gaps')}?year={year + 1}").text
