"""What is read from the text of an action."""

import pytest

from drystane.plans.overlap.facets import facets_of, read_facets
from drystane.plans.overlap.occasions import at_odds, read_occasions
from drystane.plans.overlap.vocabulary import KINDS, vocabulary
from drystane.plans.overlap.works import Given, Work


@pytest.mark.parametrize(
    ("text", "doers", "act", "things", "people", "subjects"),
    [
        (
            "Procurement to add a probity paragraph to the tender template",
            {"procurement"},
            "change",
            {"tender"},
            set(),
            {"probity", "procurement"},
        ),
        (
            "Train trading standards and licensing officers to spot organised crime",
            set(),
            "train",
            set(),
            {"inspectors"},
            {"organised-crime"},
        ),
        (
            "Venue hire: Morag will write a policy for community centres",
            {"morag"},
            "make",
            {"venue", "policy"},
            set(),
            {"letting"},
        ),
    ],
)
def test_who_does_what_to_which_thing(
    text: str, *, doers: set[str], act: str, things: set[str], people: set[str], subjects: set[str]
) -> None:
    found = read_facets(text)
    assert found.doers == doers
    assert found.acts[0] == act
    assert found.people == people
    assert found.things >= things
    assert found.subjects == subjects


def test_the_owner_is_a_doer() -> None:
    assert read_facets("Write the case", owner="Aileen, Fire and Rescue").doers == {
        "aileen",
        "fire",
        "rescue",
    }


def test_prevent_is_a_duty_and_to_prevent_is_a_verb() -> None:
    assert "prevent" in read_facets("Carry the Prevent duty into contracts").subjects
    assert "prevent" in read_facets("Prevent referral process to be agreed").subjects
    assert "prevent" not in read_facets("Prevent pooling of rain water").subjects
    assert "prevent" not in read_facets("Salt the yard to prevent slips").subjects


def test_a_bodys_name_is_not_what_an_action_is_about() -> None:
    assert read_facets("Ask the Open Data Institute for its figures on roads").subjects == {"transport"}
    assert read_facets("Make the case for open data on roads").subjects == {"open-data", "transport"}


def test_a_longer_phrase_is_meant_before_a_shorter_one() -> None:
    assert read_facets("Brief the board on organised crime").acts == ("present",)


def test_what_is_left_is_what_it_is_about() -> None:
    found = read_facets("Secretariat to circulate the paper on street lamps before the next meeting")
    assert found.topic == "street lamps"


def test_what_a_person_gave_stands_in_place_of_what_was_read() -> None:
    work = Work("1", "Train taxi drivers", given=Given(people=frozenset({"members"}), acts=()))
    found = facets_of(work)
    assert found.people == {"members"}
    assert found.acts == ()
    assert found.subjects == {"taxis"}


def test_a_place_given_stands_in_place_of_one_read() -> None:
    work = Work("1", "Patrols around Johnstone station", place="Erskine")
    assert facets_of(work).places == {"erskine"}
    assert read_facets(work.text).places == {"johnstone"}


@pytest.mark.parametrize(
    ("text", "occasions"),
    [
        ("Circulate papers for the March meeting", {"month:march"}),
        ("Publish the return for July 2015", {"month:july", "year:2015"}),
        ("Book the room for 12 May", {"month:may", "day:12"}),
        ("Quarter 3 figures and draft 2", {"quarter:3", "draft:2"}),
        ("Agenda of the fifteenth meeting", {"meeting:fifteenth"}),
        ("Finish the leaflet by 30 June", set()),
        ("Finish the leaflet (October)", set()),
        ("Leaflet for June: carried forward, now due in August", set()),
        ("Staff may report concerns", set()),
    ],
)
def test_occasions_are_read_and_deadlines_are_not(text: str, occasions: set[str]) -> None:
    assert read_occasions(text) == occasions


def test_another_month_cannot_be_the_same_occasion() -> None:
    march, june = read_occasions("for the March meeting"), read_occasions("for the June meeting")
    assert at_odds(march, june) == ("March", "June")
    assert at_odds(june, march) == ("June", "March")
    assert at_odds(march, march) is None
    assert at_odds(march, frozenset()) is None


def test_every_word_of_the_vocabulary_is_found_where_it_stands() -> None:
    """A phrase that the reader could never meet would be dead text in the pack."""
    words = vocabulary()
    for kind in KINDS:
        for code, name in words.names[kind].items():
            assert name, (kind, code)
    for phrases in (words.whole, words.stems):
        assert all(1 <= len(phrase) <= 4 for phrase in phrases)
    for pair in words.kin:
        assert pair <= words.names["acts"].keys()
