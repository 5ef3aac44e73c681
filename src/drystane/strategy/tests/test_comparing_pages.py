"""Two editions side by side, as somebody reads them, and deciding on them one by one."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from drystane.access import clock
from drystane.audit.models import Event
from drystane.closeness import sentences
from drystane.strategy.models import Comparison, Correspondence, Edition, Ruling
from drystane.strategy.refreshing import compare_editions
from tests.cast import NOW, Partnership, make_edition, make_partnership
from tests.clients import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _autumn_and_by_words_alone(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EXAMPLE_CLOCK = clock.ExampleClock(NOW)
    monkeypatch.setattr(sentences, "model", lambda: None)
    monkeypatch.setattr(sentences, "is_installed", lambda: False)


@pytest.fixture
def cast() -> Partnership:
    """And two editions: of the earlier three, the first is reworded, the second kept, the third dropped."""
    earlier, later = make_edition("2009", recommendations=3), make_edition("2015", recommendations=3)
    later.replaces = earlier
    later.save()
    later.recommendations.filter(code="2015-R0").update(text="Do the thing 0")
    later.recommendations.filter(code="2015-R2").update(text="Ask somebody else")
    return make_partnership()


@pytest.fixture
def compared(cast: Partnership) -> Comparison:
    earlier, later = editions()
    return compare_editions(earlier, later, kept_by=cast.board, by=cast.morag, at=NOW)


def editions() -> tuple[Edition, Edition]:
    return Edition.objects.get(code="2009"), Edition.objects.get(code="2015")


def side_by_side(name: str = "compare") -> str:
    return reverse(f"strategy:{name}", args=[edition.ref for edition in editions()])


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def of(code: str) -> Correspondence:
    return Correspondence.objects.get(counterparts__recommendation__code=code)


def decide(client: Client, one: Correspondence, **given: str | int) -> str:
    asked = {"kind": one.kind, "before": "", "after": "", "why": "", "seen": one.version, **given}
    answer = client.post(reverse("strategy:decide", args=[one.ref]), asked, follow=True)
    return re.sub(r"\s+", " ", answer.text)


def test_nobody_has_compared_them_and_whoever_runs_a_board_may_begin(cast: Partnership) -> None:
    assert "The chair or the lead officer of a board begins it" in words(signed_in(cast.tam), side_by_side())
    morag = signed_in(cast.morag)
    assert "Compare them" in words(morag, side_by_side())
    begun = morag.post(side_by_side("compare_run"), {"board": cast.board.ref}, follow=True)
    assert "3 shown below" not in begun.text
    assert Comparison.objects.get().kept_by == cast.board
    assert Correspondence.objects.count() == 4


def test_both_texts_stand_side_by_side_with_what_changed(compared: Comparison, cast: Partnership) -> None:
    shown = words(signed_in(cast.stranger), side_by_side())
    assert "2009-R0 , for local authorities and public bodies, Divert Do thing 0" in shown
    assert "What changed from 2009-R0 to 2015-R0: Do [+ the] thing 0" in shown
    assert "Proposed by words on 2 September 2015" in shown
    assert "Decide them one by one" not in shown


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("?kind=kept", ["Kept"]),
        ("?words=somebody", ["New"]),
        ("?state=decided", []),
        ("?kind=new&kind=dropped", ["New", "Dropped"]),
    ],
)
def test_it_is_narrowed_by_kind_words_and_state(
    compared: Comparison, cast: Partnership, query: str, kinds: list[str]
) -> None:
    html = signed_in(cast.stranger).get(side_by_side() + query).text
    assert re.findall(r"<strong>(Kept|Reworded|New|Dropped)</strong>", html) == kinds


def test_it_is_taken_along_as_a_file(compared: Comparison, cast: Partnership) -> None:
    file = signed_in(cast.stranger).get(side_by_side() + "?export=csv").content.decode()
    assert "Reworded,2009-R0,Do thing 0,2015-R0,Do the thing 0,Do [+ the] thing 0" in file


def test_deciding_leads_on_to_the_next_and_the_number_left_falls(
    compared: Comparison, cast: Partnership
) -> None:
    morag = signed_in(cast.morag)
    assert "4 nobody has decided" in words(morag, side_by_side())
    shown = decide(morag, of("2015-R0"), before="2009-R0", after="2015-R0")
    assert "Decided: reworded." in shown
    assert "3 left." in shown
    assert "2015-R1" in shown, "the next in the later edition"
    one = of("2015-R0")
    assert (one.decided_by, one.is_decided) == (cast.morag, True)
    assert "Morag decided 2009-R0 and 2015-R0: reworded, on 2 September 2015." in words(
        morag, one.get_absolute_url()
    )
    assert Event.objects.filter(verb="correspondence.decided").count() == 1


def test_putting_others_together_leaves_nothing_out(compared: Comparison, cast: Partnership) -> None:
    shown = decide(
        signed_in(cast.morag),
        of("2015-R0"),
        kind="merged",
        before="2009-R0, 2009-R2",
        after="2015-R0",
        why="One job now",
    )
    assert "Decided: merged." in shown
    assert of("2009-R0") == of("2009-R2") == of("2015-R0")
    assert Correspondence.objects.count() == 3, "the dropped one is part of the merger now"


def test_what_is_left_out_stands_by_itself(compared: Comparison, cast: Partnership) -> None:
    decide(signed_in(cast.morag), of("2015-R1"), kind="new", before="", after="2015-R1", why="Quite another")
    assert of("2009-R1").kind == "dropped"
    assert not of("2009-R1").is_decided


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"kind": "split", "before": "2009-R0", "after": "2015-R0"},
            "“Split” takes one of the earlier edition",
        ),
        (
            {"kind": "kept", "before": "2009-R0", "after": "2015-R0"},
            "Say why it is another than was proposed.",
        ),
        ({"before": "2009-X", "after": "2015-R0"}, "asks nothing under 2009-X"),
        ({"before": "2009-R0", "after": "2015-R0", "seen": 7}, "Somebody else has just decided this"),
    ],
)
def test_what_cannot_be_decided_is_said(
    compared: Comparison, cast: Partnership, given: dict[str, str | int], said: str
) -> None:
    assert said in decide(signed_in(cast.morag), of("2015-R0"), **given)
    assert not Ruling.objects.exists()


def test_what_is_decided_elsewhere_has_to_be_taken_back_first(
    compared: Comparison, cast: Partnership
) -> None:
    morag = signed_in(cast.morag)
    decide(morag, of("2015-R0"), before="2009-R0", after="2015-R0")
    said = decide(morag, of("2015-R1"), kind="reworded", before="2009-R0", after="2015-R1", why="Rather this")
    assert "2009-R0 stands in another decision already." in said


def test_a_decision_is_taken_back_with_a_reason_and_stays_on_record(
    compared: Comparison, cast: Partnership
) -> None:
    morag = signed_in(cast.morag)
    decide(morag, of("2015-R0"), before="2009-R0", after="2015-R0")
    one = of("2015-R0")
    address = reverse("strategy:take_back", args=[one.ref])
    assert "Fill in" in morag.post(address, {"seen": one.version, "why": ""}).text
    morag.post(address, {"seen": one.version, "why": "Too quick"})
    assert not of("2015-R0").is_decided
    assert [ruling.is_taken_back for ruling in Ruling.objects.order_by("pk")] == [False, True]


def test_a_new_run_leaves_every_decision_as_it_is(compared: Comparison, cast: Partnership) -> None:
    morag = signed_in(cast.morag)
    decide(morag, of("2015-R0"), kind="merged", before="2009-R0 2009-R2", after="2015-R0", why="One job")
    decided = of("2015-R0")
    morag.post(side_by_side("compare_run"), {"board": cast.board.ref})
    assert of("2015-R0") == of("2009-R2") == decided
    assert of("2015-R0").version == decided.version
    assert Correspondence.objects.filter(counterparts=None).count() == 0


def test_the_rest_shows_objectives_messages_and_figures(compared: Comparison, cast: Partnership) -> None:
    shown = words(signed_in(cast.stranger), side_by_side("compare_rest"))
    assert "Kept" in shown
    assert "Neither edition has a message." in shown


def test_editions_in_the_wrong_order_are_not_a_page(compared: Comparison, cast: Partnership) -> None:
    earlier, later = editions()
    address = reverse("strategy:compare", args=[later.ref, earlier.ref])
    assert signed_in(cast.stranger).get(address).status_code == 404


def test_the_page_costs_the_same_at_every_size(
    cast: Partnership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    earlier, later = make_edition("2016", recommendations=60), make_edition("2017", recommendations=60)
    compare_editions(earlier, later, kept_by=cast.board, by=None, at=NOW)
    compare_editions(*editions(), kept_by=cast.board, by=None, at=NOW)
    morag = signed_in(cast.morag)
    morag.get("/")
    for pair in ((earlier, later), editions()):
        with django_assert_num_queries(11):
            morag.get(reverse("strategy:compare", args=[edition.ref for edition in pair]))
