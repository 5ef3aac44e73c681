"""The marking of a whole is the highest of its parts: of a list, a file, a paper."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from docx import Document

from drystane.board.gather import gather_paper
from drystane.board.models import Paper
from drystane.board.operations.closing import store_pack
from drystane.documents.html import render_html
from drystane.documents.packs import from_json
from drystane.documents.word import render_word
from drystane.plans.models import Action
from tests.cast import NOW, TODAY
from tests.noninterference.looking import browser_of
from tests.promises.birds import Aviary, make_aviary

pytestmark = pytest.mark.django_db

WHOLE = "OFFICIAL-SENSITIVE COMMERCIAL LOCSEN PERSONAL"


def spreadsheet(aviary: Aviary, query: str, *, purpose: bool) -> openpyxl.Workbook:
    chair = aviary.stage.world.people["integrity", "chair"]
    answer = browser_of(chair, purpose=purpose).get(f"{reverse('plans:actions')}?export=xlsx&{query}")
    assert answer.status_code == 200
    return openpyxl.load_workbook(BytesIO(answer.content))


def three_descriptors(aviary: Aviary) -> None:
    for action, descriptor in zip(aviary.stage.actions, ("commercial", "locsen"), strict=False):
        Action.objects.filter(pk=action.pk).update(marking="sensitive", descriptor=descriptor)


@pytest.mark.parametrize(
    ("query", "purpose", "marking"),
    [("", True, WHOLE), ("text=Kestrel", True, "OFFICIAL-SENSITIVE PERSONAL"), ("", False, "OFFICIAL")],
)
def test_a_spreadsheet_is_marked_in_its_properties_and_on_every_sheet_of_paper(
    query: str, purpose: bool, marking: str
) -> None:
    aviary = make_aviary()
    three_descriptors(aviary)
    book = spreadsheet(aviary, query, purpose=purpose)
    sheet = book.worksheets[0]
    assert book.properties.subject == marking
    assert (sheet.oddHeader.center.text, sheet.oddFooter.center.text) == (marking, marking)


def test_a_list_on_a_page_is_marked_by_every_descriptor_in_it() -> None:
    aviary = make_aviary()
    three_descriptors(aviary)
    chair = aviary.stage.world.people["integrity", "chair"]
    for url in (reverse("plans:actions"), reverse("plans:index"), reverse("home"), reverse("wall")):
        page = browser_of(chair, purpose=True).get(url).content.decode()
        assert page.count(WHOLE) >= 2, url
        assert "OFFICIAL-SENSITIVE" not in browser_of(chair, purpose=False).get(url).content.decode(), url


def test_a_paper_carries_the_descriptors_of_what_it_counts_wherever_it_goes() -> None:
    aviary = make_aviary()
    paper = Paper.objects.get(ref=aviary.stage.world.refs["paper!"])
    pack = gather_paper(paper, on=TODAY)
    marking = "OFFICIAL-SENSITIVE COMMERCIAL LOCSEN"

    assert pack.marking == marking
    assert render_html(pack).count(marking) >= 2
    margins = [
        paragraph.text
        for section in Document(BytesIO(render_word(pack))).sections
        for margin in (section.header, section.footer)
        for paragraph in margin.paragraphs
    ]
    assert sum(marking in text for text in margins) >= 2
    assert from_json(store_pack(paper, by=None, at=NOW).body).marking == marking


def test_an_official_paper_stays_so_whatever_its_board_keeps() -> None:
    aviary = make_aviary()
    paper = Paper.objects.get(ref=aviary.stage.world.refs["paper"])
    assert gather_paper(paper, on=TODAY).marking == "OFFICIAL"
