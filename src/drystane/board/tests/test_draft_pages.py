"""Papers read in, at the browser: who may read one in, how its findings are gone through, what is told."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from drystane.board.models import Draft, DraftItem, Meeting
from drystane.board.operations.sifting import accept, reject
from drystane.board.tests.browsing import WHY, page_of, words_in
from drystane.board.tests.papers_read import item, keep
from drystane.closeness import sentences
from drystane.plans import likeness
from drystane.plans.models import Action
from drystane.strategy.models import Contradiction, Figure
from tests.cast import NOW, Partnership, make_action
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")


@pytest.fixture(autouse=True)
def _own_shelf(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Actions to compare with are those of one test, and are compared by their words alone."""
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    monkeypatch.setattr(sentences, "where", lambda: None)
    sentences.model.cache_clear()
    likeness.forget()
    yield
    sentences.model.cache_clear()
    likeness.forget()


@pytest.fixture
def draft(cast: Partnership) -> Draft:
    return keep(cast.board, cast.morag)


@pytest.fixture
def morag(cast: Partnership) -> Client:
    return signed_in(cast.morag)


def address(one: DraftItem, verb: str = "") -> str:
    return f"{one.get_absolute_url()}{verb}"


def kept_share(value: int, on: date) -> Figure:
    return Figure.objects.create(
        edition=None,
        code=f"share-{value}",
        measure="share",
        label="Groups that use seemingly legitimate businesses",
        value=value,
        unit="percent",
        as_of=on,
    )


def typed(client: Client, one: DraftItem, query: str = "") -> dict[str, object]:
    """What the form holds when the page opens."""
    form = client.get(address(one, query)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None}


# The list and the draft


def test_the_list_says_what_waits(cast: Partnership, draft: Draft) -> None:
    words = page_of(cast.wallace, reverse("board:drafts"))
    assert draft.title in words
    assert "Read in a paper" not in words
    assert "Read in a paper" in page_of(cast.morag, reverse("board:drafts"))
    assert draft.title not in page_of(cast.morag, f"{reverse('board:drafts')}?state=put_away")
    assert draft.title in page_of(cast.morag, f"{reverse('board:drafts')}?waiting=on&words=contracts")


def test_a_draft_shows_what_to_check_before_all_else(cast: Partnership, draft: Draft) -> None:
    words = page_of(cast.morag, draft.get_absolute_url())
    headings = ["Please check", "The meeting and the paper", "Recommendations", "Taskings", "Figures"]
    places = [words.index(f"<h2>{heading}</h2>") for heading in headings]
    assert places == sorted(places)
    assert "0 of 7 decided" in words
    assert ">Begin<" in words


def test_a_member_of_the_board_reads_and_does_not_decide(cast: Partnership, draft: Draft) -> None:
    words = page_of(cast.wallace, draft.get_absolute_url())
    assert "Paragraph 2.2" in words
    assert ">Begin<" not in words
    client = signed_in(cast.wallace)
    assert client.get(address(item(draft, "tasking"))).status_code == 403
    assert "check the carriers</mark>" in page_of(cast.wallace, reverse("board:draft_text", args=[draft.ref]))


def test_a_hidden_draft_is_an_absent_one(cast: Partnership) -> None:
    draft = keep(cast.board, cast.morag, marking="sensitive", descriptor="commercial")
    for person, purpose in ((cast.morag, ""), (cast.priya, WHY), (cast.iain, WHY)):
        client = signed_in(person, purpose=purpose)
        assert client.get(draft.get_absolute_url()).status_code == 404
        assert draft.title not in page_of(person, reverse("board:drafts"), purpose=purpose)
        assert draft.title not in page_of(person, reverse("home"), purpose=purpose)
    assert "OFFICIAL-SENSITIVE COMMERCIAL" in page_of(cast.morag, draft.get_absolute_url(), purpose=WHY)


def test_home_names_a_draft_to_whoever_runs_the_board(cast: Partnership, draft: Draft) -> None:
    assert f"7 findings to decide in “{draft.title}”" in page_of(cast.morag, reverse("home"))
    assert draft.title not in page_of(cast.wallace, reverse("home"))


@pytest.mark.parametrize("many", [0, 12])
def test_the_pages_ask_the_same_however_much_became_of_a_draft(
    cast: Partnership, draft: Draft, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    for number in range(many):
        action = make_action(cast.board_plan, f"Do {number}")
        draft.items.create(
            order=100 + number,
            kind="action",
            text="Do",
            start=0,
            end=2,
            state="accepted",
            at=NOW,
            became="action",
            became_ref=action.ref,
        )
    client, one = signed_in(cast.morag), item(draft, "tasking")
    for page, queries in (
        (reverse("board:drafts"), 6),
        (draft.get_absolute_url(), 13),
        (reverse("board:draft_text", args=[draft.ref]), 5),
        (address(one), 12),
    ):
        with django_assert_num_queries(queries):
            client.get(page)


# One finding


def test_a_finding_stands_beside_its_place(cast: Partnership, draft: Draft) -> None:
    words = page_of(cast.morag, address(item(draft, "tasking")))
    assert "In the paper, page 2" in words
    assert "<mark>check the carriers</mark>" in words
    assert "It is recommended that the board note" in words


def test_findings_are_gone_through_one_after_the_other(
    cast: Partnership, morag: Client, draft: Draft, meeting: Meeting
) -> None:
    heading = item(draft, "paper")
    answer = morag.post(address(heading), {**typed(morag, heading), "meeting": meeting.ref})
    assert answer["Location"] == item(draft, "group").get_absolute_url()
    asked = item(draft, "recommendation")
    morag.post(address(asked), typed(morag, asked))
    words = page_of(cast.morag, draft.get_absolute_url())
    assert "2 of 7 decided" in words
    assert f'href="{meeting.items.get().paper.get_absolute_url()}"' in words
    assert "Note the change in the threats." in words


def test_the_meeting_of_the_papers_day_is_suggested(
    cast: Partnership, morag: Client, draft: Draft, meeting: Meeting
) -> None:
    assert typed(morag, item(draft, "paper"))["meeting"] == meeting.ref


def test_a_likely_twin_is_shown_at_once(cast: Partnership, morag: Client, draft: Draft) -> None:
    for kind in ("action", "tasking"):
        assert "Is this being done already?" not in words_in(morag.get(address(item(draft, kind))))
    make_action(cast.integrity_plan, "Write a letter to every landlord of a yard", status="agreed")
    make_action(cast.prevent_plan, "Check the carriers", status="agreed")
    secret = {"marking": "sensitive", "descriptor": "locsen", "status": "agreed"}
    make_action(cast.board_plan, "Write to every landlord of a yard at night", **secret)
    words = words_in(signed_in(cast.morag, purpose=WHY).get(address(item(draft, "action"))))
    assert "Is this being done already?" in words
    assert "Write a letter to every landlord of a yard" in words
    assert "at night" not in words
    assert ">Check the carriers</a>" in words_in(morag.get(address(item(draft, "tasking"))))


def test_a_group_that_was_named_leads_to_its_page(cast: Partnership, morag: Client, draft: Draft) -> None:
    one = item(draft, "group")
    morag.post(address(one), typed(morag, one))
    for page in (draft.get_absolute_url(), address(one)):
        assert reverse("partners:group", args=[cast.integrity.ref]) in page_of(cast.morag, page)


def test_what_is_checked_can_become_anything(cast: Partnership, morag: Client, draft: Draft) -> None:
    one = item(draft, "check")
    page = words_in(morag.get(address(one)))
    assert "Say below what it is" in page
    assert "Accept it" not in page
    typed_in = {**typed(morag, one, "?as=action"), "plan": cast.prevent_plan.ref}
    morag.post(address(one, "?as=action"), typed_in)
    assert Action.objects.get().title == "The charities may be able to help."
    assert morag.get(address(one, "?as=nonsense")).status_code == 404


def test_the_sixty_per_cent_meets_the_sixty_five_at_once(
    cast: Partnership, morag: Client, draft: Draft
) -> None:
    other = kept_share(65, date(2015, 6, 18))
    one = item(draft, "figure")
    page = words_in(morag.get(address(one)))
    assert "It meets another figure" in page
    assert "65 per cent" in page
    morag.post(address(one), typed(morag, one))
    figure = Figure.objects.get(code__startswith="2015-")
    assert (figure.measure, figure.words) == ("share", "60 per cent")
    assert Contradiction.objects.filter(figure=figure, other=other).exists()


def test_a_series_chosen_by_hand_is_weighed_too(cast: Partnership, morag: Client, draft: Draft) -> None:
    other = kept_share(65, date(2015, 6, 18))
    Figure.objects.filter(pk=other.pk).update(label="Reach")
    one = item(draft, "figure")
    begun = typed(morag, one)
    assert begun["measure"] == ""
    answer = morag.post(address(one), {**begun, "measure": "share"})
    assert "Say whether both can be right" in words_in(answer)
    assert Figure.objects.count() == 1
    told = {**begun, "measure": "share", "weighed": other.code}
    morag.post(address(one), told)  # both can be right
    assert Figure.objects.count() == 2
    assert not Contradiction.objects.exists()


def test_a_figure_kept_already_is_named(cast: Partnership, morag: Client, draft: Draft) -> None:
    kept_share(60, date(2015, 9, 2))
    assert "Kept already" in words_in(morag.get(address(item(draft, "figure"))))


def test_the_second_of_two_people_is_told_and_sees_what_they_had_typed(
    cast: Partnership, morag: Client, draft: Draft
) -> None:
    one = item(draft, "tasking")
    begun = typed(morag, one)
    reject(one, seen=one.version, by=cast.gordon, at=NOW)
    page = words_in(morag.post(address(one), {**begun, "asked": "Check every carrier"}))
    assert "Somebody else has just decided about this" in page
    assert "Check every carrier" in page
    assert "Rejected by Gordon on 2 September 2015" in page


def test_what_is_rejected_can_be_taken_back(cast: Partnership, morag: Client, draft: Draft) -> None:
    one = item(draft, "tasking")
    morag.post(address(one, "reject/"), {"seen": one.version, "why": "It is done"})
    assert "Rejected by Morag on 2 September 2015: It is done" in page_of(
        cast.morag, draft.get_absolute_url()
    )
    one.refresh_from_db()
    morag.post(address(one, "take-back/"), {"seen": one.version})
    assert item(draft, "tasking").is_waiting


def test_a_record_says_where_it_was_read(cast: Partnership, draft: Draft) -> None:
    one = item(draft, "action")
    fields = {"plan": cast.integrity_plan, "title": "Write to landlords", "detail": "", "due_on": None}
    action = accept(one, "action", fields=fields, seen=one.version, by=cast.morag, at=NOW)
    assert isinstance(action, Action)
    words = page_of(cast.morag, action.get_absolute_url())
    assert f"{draft.title}, paragraph 2.3" in words
    assert f"{reverse('board:draft_text', args=[draft.ref])}#at-{one.ref}" in words
    # Whoever does not see the board's records learns nothing of it.
    assert draft.title not in page_of(cast.iain, action.get_absolute_url())


def test_a_hidden_result_is_not_named(cast: Partnership, draft: Draft) -> None:
    one = item(draft, "action")
    fields = {"plan": cast.board_plan, "title": "Watch the yard", "detail": "", "due_on": None}
    action = accept(one, "action", fields=fields, seen=one.version, by=cast.morag, at=NOW)
    Action.objects.filter(pk=action.pk).update(marking="sensitive", descriptor="locsen")
    for page in (draft.get_absolute_url(), address(one)):
        assert "Watch the yard" not in page_of(cast.morag, page)
    words = page_of(cast.morag, draft.get_absolute_url(), purpose=WHY)
    assert "Watch the yard" in words
    assert "OFFICIAL-SENSITIVE LOCSEN" in words


# The file


def test_the_file_is_given_out_inert(cast: Partnership, morag: Client, draft: Draft) -> None:
    answer = morag.get(reverse("board:draft_file", args=[draft.ref]))
    assert answer.content == draft.text.encode()
    assert answer["Content-Disposition"] == 'attachment; filename="report.txt"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert signed_in(cast.priya).get(reverse("board:draft_file", args=[draft.ref])).status_code == 403


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose a file or paste the words"),
        ({"file": SimpleUploadedFile("run.exe", b"MZ")}, "of one of these kinds"),
        ({"file": SimpleUploadedFile("paper.pdf", b"<script>")}, "does not hold what its name says"),
    ],
)
def test_what_cannot_be_read_in_is_said_on_the_form(
    cast: Partnership, morag: Client, given: dict[str, object], sentence: str
) -> None:
    marked = {"board": cast.board.ref, "marking": "official", "descriptor": ""}
    assert sentence in words_in(morag.post(reverse("board:read_in"), {**marked, **given}))
    assert not Draft.objects.exists()


def test_the_same_file_is_read_in_once(cast: Partnership, morag: Client, draft: Draft) -> None:
    sent = {
        "board": cast.board.ref,
        "marking": "official",
        "descriptor": "",
        "file": SimpleUploadedFile("again.txt", draft.text.encode()),
    }
    page = words_in(morag.post(reverse("board:read_in"), sent))
    assert "That was read in already, on 2 September 2015" in page
    assert Draft.objects.count() == 1


def test_a_draft_is_put_away_and_taken_out_again(cast: Partnership, morag: Client, draft: Draft) -> None:
    away, out = (reverse("board:draft_verb", args=[draft.ref, verb]) for verb in ("put-away", "take-out"))
    assert "7 of 7 still wait" in words_in(morag.get(away))
    morag.post(away)
    assert draft.title not in page_of(cast.morag, reverse("home"))
    assert "The draft is put away" in words_in(morag.get(address(item(draft, "tasking"))))
    morag.post(out)
    assert Draft.objects.get().is_open
