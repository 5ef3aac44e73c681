"""While an action is written its likely twins are shown first, and nothing keeps it from being saved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import reverse
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from drystane.access.models import User
from drystane.closeness import sentences
from drystane.plans import judging, likeness, twins
from drystane.plans.models import Action, Decision, Status
from drystane.plans.overlap.works import Work
from drystane.plans.substance import prints_of
from drystane.plans.tests.conftest import main_of
from tests.cast import NOW, Partnership, make_action, make_overlap
from tests.clients import signed_in

BLOCKERS = "Supply call blockers to vulnerable residents"
DRAFT = {
    "title": "Install call blockers for vulnerable residents",
    "marking": "official",
    "community": "none",
}


@pytest.fixture(autouse=True)
def _own_shelf(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.HOME = tmp_path
    monkeypatch.setattr(sentences, "where", lambda: None)
    sentences.model.cache_clear()
    likeness.forget()
    yield
    sentences.model.cache_clear()
    likeness.forget()


@pytest.fixture
def there(cast: Partnership) -> Action:
    return make_action(cast.integrity_plan, BLOCKERS, status=Status.AGREED)


def put_forward(cast: Partnership, by: User, plan: str, **given: str) -> HttpResponse:
    url = reverse("plans:new_action", args=[plan])
    return signed_in(by).post(url, {**DRAFT, **given})  # type: ignore[return-value]


def words(answer: HttpResponse) -> str:
    return main_of(answer.content.decode())


def test_a_twin_is_shown_before_saving_and_the_draft_is_kept(cast: Partnership, there: Action) -> None:
    answer = put_forward(cast, cast.tam, cast.integrity_plan.ref)
    said = words(answer)
    assert "Is this being done already?" in said
    assert BLOCKERS in said
    assert "Both change call blockers." in said
    assert "compared by their words alone" in said
    assert DRAFT["title"] in answer.content.decode()
    assert Action.objects.count() == 1


def test_whoever_was_shown_the_twins_saves_all_the_same(cast: Partnership, there: Action) -> None:
    put_forward(cast, cast.tam, cast.integrity_plan.ref, twins_seen=there.ref)
    assert Action.objects.count() == 2


def test_a_twin_that_came_meanwhile_is_shown_too(cast: Partnership, there: Action) -> None:
    make_action(cast.integrity_plan, "Give call blockers to vulnerable residents", status=Status.AGREED)
    said = words(put_forward(cast, cast.tam, cast.integrity_plan.ref, twins_seen=there.ref))
    assert "Give call blockers" in said


def test_nothing_alike_is_saved_at_once(cast: Partnership, there: Action) -> None:
    put_forward(cast, cast.tam, cast.integrity_plan.ref, title="Audit the expenses of elected members")
    assert Action.objects.count() == 2


def test_of_a_plan_one_may_not_read_only_the_group_is_named(cast: Partnership, there: Action) -> None:
    said = words(put_forward(cast, cast.aileen, cast.prevent_plan.ref))
    assert "Another group has related work: ask Integrity Group" in said
    assert BLOCKERS not in said
    assert there.ref not in said


def test_a_sensitive_action_is_no_twin_of_anything(cast: Partnership, there: Action) -> None:
    """Not even for somebody with the right: it adds neither a text, nor a group, nor a count."""
    Action.objects.filter(pk=there.pk).update(marking="sensitive", descriptor="personal")
    cast.iain.purpose = "Reviewing"
    for writer in (cast.iain, cast.aileen):
        assert not twins.twins_of(Work("", DRAFT["title"]), writer)


@pytest.mark.parametrize("hidden", [0, 5])
def test_as_many_queries_whatever_is_hidden(
    cast: Partnership, there: Action, hidden: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(hidden):
        make_action(cast.integrity_plan, BLOCKERS, marking="sensitive", descriptor="personal")
    twins.twins_of(Work("", "Anything"), cast.tam)
    with django_assert_num_queries(3):
        found = twins.twins_of(Work("", DRAFT["title"]), cast.tam)
    assert [twin.action for twin in found.seen] == [there]


def test_the_index_follows_every_change(cast: Partnership, there: Action) -> None:
    def found() -> list[str]:
        return [twin.action.title for twin in twins.twins_of(Work("", DRAFT["title"]), cast.tam).seen]

    assert found() == [BLOCKERS]
    Action.objects.filter(pk=there.pk).update(title="Audit expenses", version=2)
    assert found() == []
    other = make_action(cast.integrity_plan, BLOCKERS)
    assert found() == [BLOCKERS]
    Action.objects.filter(pk=other.pk).update(status=Status.DROPPED, version=2)
    assert found() == []


def test_a_long_list_is_made_ready_beside_the_page(
    cast: Partnership, there: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saving is never kept waiting for it."""
    monkeypatch.setattr(likeness, "BUILT_AT_ONCE", 0)
    monkeypatch.setattr(likeness.Shelf, "build_beside", lambda _: None)
    put_forward(cast, cast.tam, cast.integrity_plan.ref)
    assert Action.objects.count() == 2


def test_twins_are_looked_for_while_one_types(cast: Partnership, there: Action) -> None:
    url = reverse("plans:twins", args=[cast.integrity_plan.ref])
    client = signed_in(cast.tam)
    assert BLOCKERS in words(client.post(url, {"title": DRAFT["title"], "detail": ""}))  # type: ignore[arg-type]
    assert "None that you can see." in words(client.post(url, {"title": " "}))  # type: ignore[arg-type]
    assert BLOCKERS not in words(client.post(url, {"title": DRAFT["title"], "action": there.ref}))  # type: ignore[arg-type]


def test_a_change_of_words_is_asked_about_and_a_change_of_date_is_not(
    cast: Partnership, there: Action
) -> None:
    mine = make_action(cast.integrity_plan, "Audit the expenses of elected members")
    url = reverse("plans:edit", args=[mine.ref])
    client = signed_in(cast.iain)
    said = words(client.post(url, {**DRAFT, "seen": "1"}))  # type: ignore[arg-type]
    assert "Save all the same" in said
    client.post(url, {**DRAFT, "seen": "1", "twins_seen": there.ref})
    assert Action.objects.get(pk=mine.pk).title == DRAFT["title"]
    client.post(url, {**DRAFT, "seen": "2", "due_on": "1/12/2015"})
    assert Action.objects.get(pk=mine.pk).due_on is not None


def test_of_a_pair_that_is_decided_nobody_is_warned_again(cast: Partnership, there: Action) -> None:
    mine = make_action(cast.integrity_plan, DRAFT["title"], status=Status.AGREED)
    draft = Work(mine.ref, DRAFT["title"])
    pair = make_overlap(there, mine)
    assert [twin.action for twin in twins.twins_of(draft, cast.iain).seen] == [there]
    look = judging.look_of(*prints_of(pair))
    judging.judge(pair, Decision.LINK, why="", seen=1, looked_at=look, by=cast.iain, at=NOW)
    assert not twins.twins_of(draft, cast.iain)
    assert twins.twins_of(Work("", DRAFT["title"]), cast.iain), "another draft is"


@pytest.mark.parametrize(
    ("installed", "because"),
    [
        (True, "until all actions have been compared once"),
        (False, "since the sentence model is not installed"),
    ],
)
def test_words_alone_says_why(monkeypatch: pytest.MonkeyPatch, installed: bool, because: str) -> None:
    monkeypatch.setattr(likeness, "has_model", lambda: installed)
    assert because in twins.Twins([], [], by_words_alone=True).words_alone
    assert twins.Twins([], []).words_alone == ""
