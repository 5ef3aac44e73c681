"""Pairs are found with reasons, never among sensitive actions, and asked again once a side changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from drystane.closeness import sentences
from drystane.plans import finding, judging, likeness
from drystane.plans.finding import find_overlaps, make_search, start_search
from drystane.plans.models import (
    Action,
    Compared,
    Decision,
    GivenFacet,
    Judgement,
    Overlap,
    OverlapSearch,
    Status,
)
from drystane.plans.operations import edit_action
from drystane.plans.substance import prints_of
from tests.cast import NOW, Partnership, make_action
from tests.clients import signed_in

BLOCKERS = "Supply call blockers to vulnerable residents"
SAME = "Install call blockers for vulnerable residents in sheltered housing"


@pytest.fixture(autouse=True)
def _own_shelf(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """By words alone: the model's own tests read sentences. Nothing is kept from one test to the next."""
    settings.HOME = tmp_path
    monkeypatch.setattr(sentences, "where", lambda: None)
    sentences.model.cache_clear()
    likeness.forget()
    yield
    sentences.model.cache_clear()
    likeness.forget()


@pytest.fixture
def two(cast: Partnership) -> tuple[Action, Action]:
    make_action(cast.integrity_plan, "Write to taxi drivers about their licences", status=Status.AGREED)
    return (
        make_action(cast.integrity_plan, BLOCKERS, status=Status.AGREED),
        make_action(cast.prevent_plan, SAME, status=Status.AGREED),
    )


def test_a_pair_is_found_once_with_its_reasons(two: tuple[Action, Action]) -> None:
    found = find_overlaps(at=NOW)
    pair = Overlap.objects.get()
    assert pair.sides == two
    assert "Both change call blockers." in pair.why
    assert pair.related >= pair.duplicate > 0
    assert (pair.first_print, pair.second_print) == prints_of(pair)
    assert (found.compared, found.new, found.by_words_alone) == (3, 1, True)
    assert pair.compared_by == "words alone"

    assert find_overlaps(at=NOW).compared == 0
    assert Overlap.objects.count() == 1


def test_only_what_changed_is_compared_anew(cast: Partnership, two: tuple[Action, Action]) -> None:
    find_overlaps(at=NOW)
    make_action(cast.board_plan, "Give call blockers to vulnerable residents", status=Status.AGREED)
    found = find_overlaps(at=NOW)
    assert (found.compared, found.new) == (1, 2)


@pytest.mark.parametrize("few", [0, 100])
def test_all_together_or_one_by_one_finds_the_same(
    two: tuple[Action, Action], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    find_overlaps(at=NOW)
    assert Overlap.objects.get().sides == two


def test_a_sensitive_action_is_never_compared(two: tuple[Action, Action]) -> None:
    Action.objects.filter(pk=two[1].pk).update(marking="sensitive", descriptor="personal")
    find_overlaps(at=NOW)
    assert not Overlap.objects.exists()
    assert not Compared.objects.filter(action=two[1]).exists()


def test_an_action_raised_later_is_forgotten(two: tuple[Action, Action]) -> None:
    find_overlaps(at=NOW)
    Action.objects.filter(pk=two[1].pk).update(marking="sensitive", descriptor="personal")
    find_overlaps(at=NOW)
    assert not Compared.objects.filter(action=two[1]).exists()


def decide(pair: Overlap, cast: Partnership) -> Judgement:
    look = judging.look_of(*prints_of(pair))
    why = {"why": "One is bought, one is lent", "seen": pair.version, "looked_at": look}
    return judging.judge(pair, Decision.APART, by=cast.iain, at=NOW, **why)  # type: ignore[arg-type]  # as the page sends it


def test_an_unchanged_pair_is_not_asked_again(cast: Partnership, two: tuple[Action, Action]) -> None:
    find_overlaps(at=NOW)
    decide(Overlap.objects.get(), cast)
    Compared.objects.all().delete()
    assert find_overlaps(at=NOW).again == 0
    assert Overlap.objects.get().decision == Decision.APART


def test_a_changed_pair_is_asked_again_and_shows_the_old_answer(
    cast: Partnership, two: tuple[Action, Action]
) -> None:
    find_overlaps(at=NOW)
    decide(Overlap.objects.get(), cast)
    fields = {"detail": "For everybody who asks"}
    edit_action(two[0], fields=fields, supporting_bodies=[], seen=1, by=cast.iain, at=NOW)

    assert find_overlaps(at=NOW).again == 1

    pair = Overlap.objects.get()
    assert (pair.state, pair.decision) == ("waiting", "")
    shown = signed_in(cast.morag).get(pair.get_absolute_url()).content.decode()
    assert "Asked again" in shown
    assert "One is bought, one is lent" in shown
    assert f"“{BLOCKERS}” has changed since" in shown


def test_a_report_changes_nothing_in_substance(cast: Partnership, two: tuple[Action, Action]) -> None:
    find_overlaps(at=NOW)
    Action.objects.filter(pk=two[0].pk).update(last_progress="at_risk", version=9, status=Status.UNDER_WAY)
    assert find_overlaps(at=NOW).compared == 0


def test_a_pair_no_longer_alike_is_asked_about_no_more(cast: Partnership, two: tuple[Action, Action]) -> None:
    find_overlaps(at=NOW)
    Action.objects.filter(pk=two[0].pk).update(title="Audit expenses of elected members")
    find_overlaps(at=NOW)
    assert not Overlap.objects.exists()


def test_a_facet_put_right_counts_and_is_taken_back(cast: Partnership, two: tuple[Action, Action]) -> None:
    client = signed_in(cast.iain)
    url = reverse("plans:facets", args=[two[0].ref])
    form = client.get(url).context["form"]
    read = {name: list(form.initial[name]) for name in ("acts", "people", "things", "subjects")}
    assert client.get(reverse("plans:facets", args=[two[1].ref])).status_code == 404

    client.post(url, {**read, "things": [], "seen": "1"})
    assert GivenFacet.objects.get().value == "-"
    find_overlaps(at=NOW)
    assert not any("call blockers" in pair.reasons for pair in Overlap.objects.all())

    client.post(url, {**read, "seen": "2"})
    assert GivenFacet.objects.order_by("pk").last().value == ""  # type: ignore[union-attr]  # there are two
    find_overlaps(at=NOW)
    assert "Both change call blockers." in Overlap.objects.get().why


def test_a_search_is_asked_for_once_and_done_by_the_worker(
    cast: Partnership, two: tuple[Action, Action]
) -> None:
    client = signed_in(cast.iain)
    for _ in range(2):
        client.post(reverse("plans:find_overlaps"))
    assert DBTaskResult.objects.count() == 1
    search = OverlapSearch.objects.get()
    make_search.func(search.ref)
    search.refresh_from_db()
    assert (search.state, search.per_cent, search.by_words_alone) == ("done", 100, True)
    shown = client.get(reverse("plans:overlaps")).content.decode()
    assert "Last compared on" in shown
    assert "compared by their words alone" in shown


def test_a_search_that_breaks_says_so_and_can_be_begun_again(
    cast: Partnership, two: tuple[Action, Action], monkeypatch: pytest.MonkeyPatch
) -> None:
    search = start_search(by=cast.iain, at=NOW)
    with monkeypatch.context() as broken:
        broken.setattr(finding, "made_ready", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make_search.func(search.ref)
    search.refresh_from_db()
    assert (search.state, search.why) == ("failed", finding.BROKEN)
    make_search.func(search.ref)
    assert Overlap.objects.exists()
