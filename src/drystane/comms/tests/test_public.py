"""What anybody reads without signing in: only what the chair published, and nothing once it is taken down."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.comms.models import AudiencePage, Publication
from drystane.comms.operations.pages import edit_page, publish, take_down, write_page
from drystane.comms.plain_page import digest
from drystane.comms.words_of_page import gather
from drystane.plans.tests.conftest import main_of
from drystane.strategy.models import Message
from drystane.strategy.operations import check_wording, write_wording
from tests.cast import NOW, Partnership

WORDS = {"title": "Safe at your door", "intro": "Most callers are honest.", "help_line": "Ring 101."}
GAELIC = {"title_gd": "Sàbhailte", "intro_gd": "Bi faiceallach.", "help_line_gd": "Cuir fòn gu 101."}
PUBLIC = reverse("comms:public_page", args=["communities"])
IN_GAELIC = reverse("comms:public_page_in", args=["communities", "gd"])


@pytest.fixture
def draft(cast: Partnership, message: Message) -> AudiencePage:
    return write_page(
        cast.board, audience="communities", fields=WORDS, points=[message], by=cast.morag, at=NOW
    )


def let_out(draft: AudiencePage, by: User, why: str = "The board agreed.") -> Publication:
    return publish(draft, why=why, seen=digest(gather(draft)), by=by, at=NOW)


def test_what_is_not_published_answers_as_what_does_not_exist(client: Client, draft: AudiencePage) -> None:
    there = client.get(PUBLIC)
    nowhere = client.get(reverse("comms:public_page", args=["nobodies"]))

    assert (there.status_code, nowhere.status_code) == (404, 404)
    token = re.compile(rb"[A-Za-z0-9]{64}")
    assert token.sub(b"", there.content) == token.sub(b"", nowhere.content)
    assert draft.title not in client.get(reverse("comms:public_pages")).content.decode()


def test_anybody_reads_what_the_chair_published(
    client: Client, cast: Partnership, draft: AudiencePage, message: Message
) -> None:
    client.force_login(cast.gordon)
    seen = client.get(reverse("comms:publish_page", args=[draft.ref]))
    typed = {"why": "The board agreed.", "seen": digest(gather(draft))}
    client.post(reverse("comms:publish_page", args=[draft.ref]), typed)
    client.logout()

    assert message.text in main_of(seen.content.decode())
    text = client.get(PUBLIC).content.decode()
    assert message.text in text
    assert "Ring 101." in text
    assert '<html lang="en">' in text
    assert cast.gordon.name not in text
    assert draft.title in client.get(reverse("comms:public_pages")).content.decode()


def test_it_is_taken_down_by_decision_and_the_history_says_why(
    client: Client, cast: Partnership, draft: AudiencePage
) -> None:
    let_out(draft, cast.gordon)
    take_down(draft, why="The number has changed.", by=cast.gordon, at=NOW)

    assert client.get(PUBLIC).status_code == 404
    client.force_login(cast.wallace)
    told = main_of(client.get(draft.get_absolute_url()).content.decode())
    assert "Gordon published it on 2 September 2015: The board agreed." in told
    assert "Gordon took it down on 2 September 2015: The number has changed." in told
    with pytest.raises(NotAllowed, match="not published"):
        take_down(draft, why="Again", by=cast.gordon, at=NOW)


def test_an_edit_changes_nothing_outside_until_it_is_published(
    client: Client, cast: Partnership, draft: AudiencePage, message: Message
) -> None:
    let_out(draft, cast.gordon)
    new = {**WORDS, "title": "Another title"}
    edit_page(draft, fields=new, points=[message], seen=1, by=cast.morag, at=NOW)

    assert "Safe at your door" in client.get(PUBLIC).content.decode()
    let_out(draft, cast.gordon)
    assert "Another title" in client.get(PUBLIC).content.decode()
    assert Publication.objects.standing().count() == 1
    with pytest.raises(NotAllowed, match="Somebody else"):
        edit_page(draft, fields=WORDS, points=[], seen=1, by=cast.morag, at=NOW)


def test_words_that_changed_since_they_were_read_are_not_published(
    cast: Partnership, draft: AudiencePage, message: Message
) -> None:
    read = digest(gather(draft))
    easy = write_wording(
        message, cast.board, language="en", is_easy=True, text="Who is it?", by=cast.morag, at=NOW
    )
    check_wording(easy, seen=1, by=cast.gordon, at=NOW)

    with pytest.raises(NotAllowed, match="changed since you read"):
        publish(draft, why="Yes", seen=read, by=cast.gordon, at=NOW)
    assert gather(draft)["en"].points == ("Who is it?",)


def test_gaelic_is_there_once_every_word_of_it_is_checked(
    client: Client, cast: Partnership, draft: AudiencePage, message: Message
) -> None:
    edit_page(draft, fields={**WORDS, **GAELIC}, points=[message], seen=1, by=cast.morag, at=NOW)
    words = write_wording(
        message, cast.board, language="gd", is_easy=False, text="Cò tha ann?", by=cast.morag, at=NOW
    )
    let_out(draft, cast.gordon)
    assert client.get(IN_GAELIC).status_code == 404

    check_wording(words, seen=1, by=cast.gordon, at=NOW)
    let_out(draft, cast.gordon)
    text = client.get(IN_GAELIC).content.decode()
    assert '<html lang="gd">' in text
    assert "Cò tha ann?" in text
    assert f'hreflang="gd" href="{IN_GAELIC}"' in client.get(PUBLIC).content.decode()


@pytest.mark.parametrize(("address", "language"), [("public_leaflet", "en"), ("public_leaflet_in", "gd")])
def test_the_leaflet_is_one_tagged_sheet(  # noqa: PLR0917  # all that is at hand
    client: Client, cast: Partnership, draft: AudiencePage, message: Message, address: str, language: str
) -> None:
    edit_page(draft, fields={**WORDS, **GAELIC}, points=[message], seen=1, by=cast.morag, at=NOW)
    words = write_wording(
        message, cast.board, language="gd", is_easy=False, text="Cò tha ann?", by=cast.morag, at=NOW
    )
    check_wording(words, seen=1, by=cast.gordon, at=NOW)
    let_out(draft, cast.gordon)
    args = ["communities"] if language == "en" else ["communities", language]

    first, again = (client.get(reverse(f"comms:{address}", args=args)) for _ in range(2))

    pdf = PdfReader(BytesIO(first.content))
    root: Any = pdf.trailer["/Root"]
    assert len(pdf.pages) == 1
    assert root["/MarkInfo"]["/Marked"].value is True
    assert str(root["/Lang"]).startswith(language)
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    assert first.content == again.content


def test_a_page_too_long_for_its_leaflet_is_not_published(
    client: Client, cast: Partnership, message: Message
) -> None:
    long = {**WORDS, "intro": "Most callers are honest. " * 120}
    page = write_page(
        cast.board, audience="communities", fields=long, points=[message], by=cast.morag, at=NOW
    )

    with pytest.raises(NotAllowed, match="runs to 2 pages"):
        let_out(page, cast.gordon)
    client.force_login(cast.morag)
    told = client.get(reverse("comms:page_leaflet", args=[page.ref]), follow=True).content.decode()
    assert "runs to 2 pages" in told


def test_a_page_that_gives_nothing_to_do_is_not_published(cast: Partnership) -> None:
    page = write_page(cast.board, audience="banks", fields=WORDS, by=cast.morag, at=NOW)
    with pytest.raises(NotAllowed, match="nobody anything to do"):
        let_out(page, cast.gordon)


def test_a_hard_page_warns_and_is_published_all_the_same(
    client: Client, cast: Partnership, draft: AudiencePage, message: Message
) -> None:
    hard = "Organised criminality infiltrates legitimate commercial enterprises and necessitates vigilance."
    edit_page(draft, fields={**WORDS, "intro": hard}, points=[message], seen=1, by=cast.morag, at=NOW)
    client.force_login(cast.gordon)

    told = main_of(client.get(reverse("comms:publish_page", args=[draft.ref])).content.decode())

    assert f"{hard} (from about" in told
    assert "It can still be published." in told
    let_out(draft, cast.gordon)
    assert client.get(PUBLIC).status_code == 200


def test_a_message_for_others_is_not_put_on_a_page(
    client: Client, cast: Partnership, draft: AudiencePage
) -> None:
    other = Message.objects.create(group=cast.board, code="X", audience="banks", text="Look")
    client.force_login(cast.morag)
    typed = {**WORDS, "seen": 1, "points": [other.ref]}

    told = client.post(reverse("comms:edit_page", args=[draft.ref]), typed).content.decode()

    assert "Choose one of the answers offered for “What they can do”." in told
    assert [point.message.code for point in draft.points.select_related("message")] == ["M1"]


def test_the_page_is_written_on_the_screen(client: Client, cast: Partnership, message: Message) -> None:
    client.force_login(cast.morag)
    typed = {**WORDS, "group": cast.board.ref, "audience": "communities"}
    client.post(reverse("comms:new_page"), typed)
    page = AudiencePage.objects.get()
    client.post(reverse("comms:edit_page", args=[page.ref]), {**WORDS, "seen": 1, "points": [message.ref]})

    assert message.text in main_of(client.get(page.get_absolute_url()).content.decode())
    assert page.title in main_of(client.get(reverse("comms:pages")).content.decode())


def test_what_stood_on_a_public_page_was_told(
    client: Client, cast: Partnership, draft: AudiencePage, message: Message
) -> None:
    client.force_login(cast.wallace)
    bank = reverse("comms:index")
    assert message.text in main_of(client.get(f"{bank}?use=never").content.decode())

    let_out(draft, cast.gordon)

    assert message.text not in main_of(client.get(f"{bank}?use=never").content.decode())
    told = main_of(client.get(f"{bank}?use=told").content.decode())
    assert "Published for anybody on 2 September 2015" in told
    assert "0 never told" in told
