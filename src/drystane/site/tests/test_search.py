"""Search: every word has to occur, the best come first, and what is hidden changes nothing."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.models import Event
from drystane.board.models import AgendaItem, Meeting, Paper, Paragraph, Tasking
from drystane.partners.models import Membership
from drystane.plans.models import Action
from drystane.site.search import EXCERPT, MOST, MOST_WORDS, any_of, excerpt, find, marked
from drystane.strategy.models import CaseStudy, Figure, Message
from drystane.threats.models import Threat, ThreatView
from tests.cast import NOW, TODAY, Partnership, make_action, make_edition, make_partnership

SENSITIVE = {"marking": "sensitive", "descriptor": "commercial"}
Ask = Callable[..., str]


@pytest.fixture
def cast(db: None) -> Partnership:
    return make_partnership()


@pytest.fixture
def ask(client: Client) -> Ask:
    def see(user: User, words: str, *, purpose: str = "") -> str:
        client.force_login(user)
        if purpose:
            session = client.session
            session["purpose"] = {"words": purpose, "until": "2099-01-01T00:00:00+00:00"}
            session.save()
        answer = client.get(reverse("search"), {"q": words})
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", answer.content.decode())

    return see


def titles(html: str) -> list[str]:
    """What was found, in the order of the page, without the marks."""
    found = re.findall(r'<p class="hits__title">(?:<a [^>]*>)?(.*?)(?:</a>| <span| </p>)', html)
    return [re.sub(r"<[^>]+>", "", title).strip() for title in found]


def kinds(user: User, *words: str) -> dict[str, list[str]]:
    return {
        found.kind: [re.sub(r"</?mark>", "", hit.title) for hit in found.hits]
        for found, _ in find(words, user)
    }


@pytest.fixture
def one_of_each(cast: Partnership) -> Partnership:
    """A record of every kind, each of which holds the word quarry, in one of the places that are searched."""
    edition = make_edition(recommendations=1)
    edition.recommendations.update(text="Look into the quarry.")
    make_action(cast.integrity_plan, detail="The quarry road.")
    Tasking.objects.create(
        board=cast.board,
        to_group=cast.integrity,
        asked="Ask at the quarry.",
        report_back_on=date(2015, 12, 1),
        given_at=NOW,
    )
    meeting = Meeting.objects.create(group=cast.board, on=TODAY, venue="Quarry House")
    item = AgendaItem.objects.create(meeting=meeting, order=1, title="Landfill", kind="paper")
    paper = Paper.objects.create(item=item, to="Board", report_by="Director", heading="A paper")
    Paragraph.objects.create(paper=paper, section="summary", order=1, text="Of the quarry.")
    Message.objects.create(code="M1", edition=edition, audience="communities", text="Mind the quarry.")
    Figure.objects.create(
        edition=edition, code="f", measure="m", label="Lorries", base="one quarry", value=3, unit="count"
    )
    CaseStudy.objects.create(edition=edition, code="c", title="A case", lesson="A quarry is seen from afar.")
    threat = Threat.objects.create(code="waste", name="Waste", kind="primary")
    ThreatView.objects.create(
        threat=threat, period="2015", direction="up", confidence="firm", text="In every quarry."
    )
    cast.prevent.about = "Looks after the quarry."
    cast.prevent.save()
    cast.aileen.post = "Quarry warden"
    cast.aileen.save()
    return cast


def test_every_kind_of_record_is_found(one_of_each: Partnership) -> None:
    assert kinds(one_of_each.morag, "QUARRY") == {
        "Actions": ["Check the carriers"],
        "Recommendations": ["2015-R0: Look into the quarry."],
        "Taskings": ["Ask at the quarry."],
        "Meetings": ["Safer Board, 2 September 2015"],
        "Papers": ["A paper"],
        "Messages": ["Mind the quarry."],
        "Figures": ["Lorries: 3"],
        "Case studies": ["A case"],
        "Threats": ["Waste"],
        "Groups": ["Prevent Group"],
        "People": ["Aileen"],
    }


def test_somebody_who_sits_on_nothing_finds_only_what_is_public(one_of_each: Partnership) -> None:
    public = {"Recommendations", "Messages", "Figures", "Case studies", "Threats", "Groups", "People"}
    assert kinds(one_of_each.stranger, "quarry").keys() == public


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["carriers"], True),
        (["CARR"], True),
        (["check", "road"], True),
        (["road", "check", "carriers"], True),
        (["check", "nowhere"], False),
        (["Integrity", "carriers"], True),
        (["%"], False),
        (["_"], False),
    ],
)
def test_all_the_words_have_to_occur_in_any_place_and_order(
    cast: Partnership, words: list[str], *, found: bool
) -> None:
    make_action(cast.integrity_plan, detail="The quarry road.")
    assert ("Actions" in kinds(cast.iain, *words)) is found


def test_those_with_the_words_in_their_title_come_first(cast: Partnership) -> None:
    make_action(cast.integrity_plan, "A plan", detail="about waste")
    make_action(cast.integrity_plan, "Zone the waste")
    make_action(cast.integrity_plan, "Burn waste")
    assert kinds(cast.iain, "waste")["Actions"] == ["Burn waste", "Zone the waste", "A plan"]


@pytest.mark.parametrize("word", ["2015", "2015-09-02", "september", "SEPTEMBER", "landfill", "safer"])
def test_a_meeting_is_found_by_its_day_its_month_and_its_agenda(one_of_each: Partnership, word: str) -> None:
    assert "Meetings" in kinds(one_of_each.morag, word)


def test_a_meeting_is_not_found_by_a_line_of_its_agenda_that_is_hidden(one_of_each: Partnership) -> None:
    AgendaItem.objects.update(**SENSITIVE)
    assert "Meetings" not in kinds(one_of_each.morag, "landfill")


def test_a_group_finds_its_own_messages_and_no_others(cast: Partnership) -> None:
    Message.objects.create(code="OWN", group=cast.prevent, audience="communities", text="Ours alone.")
    assert kinds(cast.shona, "alone") == {"Messages": ["Ours alone."]}
    assert kinds(cast.iain, "alone") == {}


def test_whoever_left_is_not_found(cast: Partnership) -> None:
    assert "People" in kinds(cast.stranger, "aileen")
    Membership.objects.filter(user=cast.aileen).update(left_at=NOW)
    assert kinds(cast.stranger, "aileen") == {}
    User.objects.filter(username="shona").update(is_active=False)
    assert kinds(cast.stranger, "shona") == {}


def test_the_best_twenty_are_shown_and_never_a_total(cast: Partnership, ask: Ask) -> None:
    for number in range(MOST):
        make_action(cast.integrity_plan, f"Waste {number:02}")
    exactly = ask(cast.iain, "waste")
    assert f"Actions ({MOST})" in exactly
    assert "There are more" not in exactly
    for number in range(MOST, MOST + 7):
        make_action(cast.integrity_plan, f"Waste {number:02}")
    html = ask(cast.iain, "waste")
    assert f"Actions (more than {MOST})" in html
    assert "There are more. Add a word to find fewer." in html
    assert titles(html) == [f"Waste {number:02}" for number in range(MOST)]


# What is hidden


def without_token(html: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w{64}', r"\1", html)


def test_hidden_records_change_neither_a_byte_nor_the_number_of_queries(
    cast: Partnership, client: Client
) -> None:
    meeting = Meeting.objects.create(group=cast.board, on=TODAY)

    def hide(number: int) -> None:
        make_action(cast.integrity_plan, f"Waste hidden {number}", **SENSITIVE)
        make_action(cast.prevent_plan, f"Waste of others {number}")
        item = AgendaItem.objects.create(
            meeting=meeting, order=number, title="Waste", kind="paper", **SENSITIVE
        )
        Paper.objects.create(item=item, to="Board", report_by="Director", heading="Waste", **SENSITIVE)

    for number in range(MOST - 1):
        make_action(cast.integrity_plan, f"Waste {number}")
    client.force_login(cast.iain)

    def look() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as asked:
            html = client.get(reverse("search"), {"q": "waste"}).content.decode()
            return without_token(html), len(asked)

    before = look()
    for number in range(30):
        hide(number)
    assert look() == before


def test_sensitive_hits_mark_the_page_and_are_recorded(cast: Partnership, ask: Ask) -> None:
    hidden = make_action(cast.integrity_plan, "Waste hidden", **SENSITIVE)
    assert "Waste hidden" not in ask(cast.iain, "hidden")
    html = ask(cast.iain, "hidden", purpose="To answer the board")
    assert titles(html) == ["Waste hidden"]
    assert html.count("OFFICIAL-SENSITIVE COMMERCIAL") == 3, "above, below, and on the hit itself"
    event = Event.objects.get(verb="sensitive.read")
    assert event.details["seen"] == [f"plans.action:{hidden.ref}"]


# The page


def test_the_page_asks_for_words_before_it_looks(cast: Partnership, client: Client) -> None:
    client.force_login(cast.iain)
    html = client.get(reverse("search")).content.decode()
    assert "There is a problem" not in html
    assert "Nothing that you can see" not in html


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Fill in “Words to look for”."),
        ("   ", "Fill in “Words to look for”."),
        ("x" * 201, "Shorten “Words to look for”"),
        ("a\x00b", "Null characters are not allowed."),
        ("a b", "Give a word of at least two letters"),
        ("zzzz", "Nothing that you can see holds all these words"),
    ],
)
def test_words_that_find_nothing_or_make_no_sense_get_a_sentence(
    cast: Partnership, ask: Ask, words: str, sentence: str
) -> None:
    assert sentence in ask(cast.iain, words)


def test_of_very_many_words_the_first_are_looked_for_and_it_is_said(cast: Partnership, ask: Ask) -> None:
    words = [f"w{number}" for number in range(MOST_WORDS + 2)]
    make_action(cast.integrity_plan, " ".join(words[:MOST_WORDS]))
    html = ask(cast.iain, " ".join([*words, "W0"]))
    assert len(titles(html)) == 1
    assert f"Left out: {' '.join(words[MOST_WORDS:])}" in html


def test_a_single_letter_among_words_is_left_out_and_it_is_said(cast: Partnership, ask: Ask) -> None:
    make_action(cast.integrity_plan, "Check the carriers")
    html = ask(cast.iain, "x carriers")
    assert titles(html) == ["Check the carriers"]
    assert "Left out: x" in html


def test_what_people_wrote_is_never_taken_for_markup(cast: Partnership, ask: Ask) -> None:
    make_action(cast.integrity_plan, "<script>waste</script>")
    html = ask(cast.iain, "<script>")
    assert "<script>waste" not in html
    assert "&lt;script&gt;" in html


def test_the_words_are_marked_where_they_stand(cast: Partnership, ask: Ask) -> None:
    make_action(cast.integrity_plan, "Check the waste carriers")
    assert "Check the <mark>waste</mark> <mark>carriers</mark>" in ask(cast.iain, "WASTE carriers")


def test_the_page_needs_a_sign_in(client: Client, cast: Partnership) -> None:
    assert client.get(reverse("search"), {"q": "waste"}).status_code == 302
    client.force_login(cast.iain)
    assert client.post(reverse("search")).status_code == 405


# Excerpts


def test_the_longer_of_two_words_is_marked() -> None:
    html = marked("Wastelands and waste", any_of(["waste", "wasteland"]))
    assert html == "<mark>Wasteland</mark>s and <mark>waste</mark>"


def test_signs_in_a_word_are_only_signs() -> None:
    assert marked("A+B (c) [[d] a+b", any_of(["a+b", "[["])) == (
        "<mark>A+B</mark> (c) <mark>[[</mark>d] <mark>a+b</mark>"
    )


def test_both_what_is_marked_and_what_is_not_are_escaped() -> None:
    assert marked("<b>&<i>", any_of(["<b>"])) == "<mark>&lt;b&gt;</mark>&amp;&lt;i&gt;"


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt("Of the quarry.", any_of(["quarry"])) == "Of the quarry."


def test_a_long_text_is_cut_round_the_word_at_spaces() -> None:
    text = f"{'before ' * 60}quarry {'after ' * 60}".strip()
    cut = excerpt(text, any_of(["quarry"]))
    assert cut.startswith("… before")
    assert cut.endswith("after …")
    assert "quarry" in cut
    assert len(cut) < EXCERPT + 20
    assert cut.strip("… ") in text


def test_a_long_text_that_begins_with_the_word_is_cut_at_its_end_only() -> None:
    cut = excerpt(f"quarry {'after ' * 60}", any_of(["quarry"]))
    assert cut.startswith("quarry after")
    assert cut.endswith(" …")


def test_a_long_text_without_a_space_is_not_cut_to_nothing() -> None:
    assert excerpt("q" * 400, any_of(["q"]))


# Cost


@pytest.mark.parametrize("size", [1, 25])
def test_a_search_asks_the_same_number_of_questions_at_any_size(
    one_of_each: Partnership, client: Client, size: int
) -> None:
    for number in range(size):
        make_action(one_of_each.integrity_plan, f"Quarry {number}")
    assert Action.objects.count() == size + 1
    client.force_login(one_of_each.morag)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("search"), {"q": "quarry"})
    assert len(asked) == 15
