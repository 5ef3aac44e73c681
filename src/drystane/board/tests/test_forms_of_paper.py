"""The forms of other councils: described without a fault, printed in every kind of file, chosen."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit.models import Event
from drystane.board import forms_of_paper
from drystane.board.forms_of_paper import PaperForm, all_forms, known_forms, paper_form
from drystane.board.gather import gather_paper
from drystane.board.models import Paper
from drystane.board.operations.form_of_paper import choose_form, write_lines
from drystane.board.operations.paper import write_section
from drystane.board.tests.browsing import address_of, page_of, version, words_in
from drystane.documents.html import render_html
from drystane.documents.packs import Pack, plain_text
from drystane.documents.pdf import render_pdf
from drystane.documents.tests.reading import letters, letters_of_pdf, words_of_html, words_of_word
from drystane.documents.word import TEMPLATES, render_word
from drystane.strategy.models import Figure
from drystane.strategy.packs import BadPack, read_pack
from tests.cast import NOW, TODAY, Partnership
from tests.clients import signed_in

OTHERS = sorted(known_forms() - {"renfrewshire"})


@pytest.fixture
def fill(cast: Partnership, paper: Paper) -> Callable[[str], Pack]:
    """The paper in some form, with every heading and every line written."""

    def filled(code: str) -> Pack:
        author: dict[str, Any] = {"by": cast.morag, "at": NOW}
        choose_form(paper, form=code, seen=paper.version, **author)
        form = paper_form(code)
        for heading in form.written:
            write_section(paper, heading.key, [f"Of {heading.title}."], seen=paper.version, **author)
        said = {key: (line.choices or (f"Said of {line.label}",))[0] for key, line in form.asked}
        write_lines(paper, lines=said, seen=paper.version, **author)
        return gather_paper(paper, on=TODAY)

    return filled


def test_there_are_several_forms_and_each_has_a_word_template() -> None:
    assert len(OTHERS) >= 3
    assert {path.stem for path in TEMPLATES.glob("*.docx")} == known_forms()


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.code)
def test_a_form_says_where_it_was_seen_and_what_was_not(form: PaperForm) -> None:
    assert form.cite.source
    assert form.is_checked or "unverified" in form.cite.note


@pytest.mark.parametrize("code", OTHERS)
def test_every_kind_of_file_holds_all_that_the_form_asks_for(fill: Callable[[str], Pack], code: str) -> None:
    pack = fill(code)
    text, form = plain_text(pack), paper_form(code)
    for _, line in form.asked:
        assert line.choices or f"Said of {line.label}" in text
    assert [section.titled for section in pack.sections] == [form.called(each) for each in form.headings]
    assert f"{form.recommendation_stem}:" in text
    assert "Not stated." not in text

    assert letters(words_of_html(render_html(pack))) == letters(text)
    assert letters(words_of_word(render_word(pack))) == letters(text)
    printed = letters_of_pdf(render_pdf(pack))  # with heading rows that come again on the next page
    assert [line for line in text.splitlines() if letters(line) not in printed] == []


@pytest.mark.parametrize(
    ("code", "numbers", "recommended"),
    [
        ("renfrewshire", ["1", "2", "3", "4", "5", "6"], "2.1"),
        ("inverclyde", ["1.0", "2.0", "3.0", "4.0", "5.0", "6.0", "7.0"], "3.1"),
        ("highland", ["1.", "2.", "3.", "4.", "5.", "6."], "i."),
        ("police_authority", ["", "", "1.", "2.", "3."], "i."),
    ],
)
def test_each_form_numbers_in_its_own_way(
    fill: Callable[[str], Pack], code: str, numbers: list[str], recommended: str
) -> None:
    pack = fill(code)
    assert [section.number for section in pack.sections] == numbers
    assert [one.number for one in pack.recommendations] == [recommended]


def test_a_list_of_implications_goes_on_with_the_numbers(fill: Callable[[str], Pack]) -> None:
    implications = fill("inverclyde").sections[4]
    assert [paragraph.number for paragraph in implications.paragraphs] == ["5.1", "5.2", "5.3", "5.4", "5.5"]
    assert "".join(run.text for run in implications.paragraphs[0].runs) == "Finance: Said of Finance"


def test_a_table_of_implications_names_the_sources_of_its_figures(
    cast: Partnership, paper: Paper, disputed: Figure
) -> None:
    author: dict[str, Any] = {"by": cast.morag, "at": NOW}
    choose_form(paper, form="police_authority", seen=paper.version, **author)
    lines = {"implications-financial": "It is 60 per cent [[figure:share-60]]."}
    write_lines(paper, lines=lines, seen=paper.version, **author)

    pack = gather_paper(paper, on=TODAY)
    table = next(table for table in pack.tables if table.section == "implications")
    assert table.rows[0] == ("Financial", "It is 60 per cent [no source] (source 1).")
    assert table.rows[1] == ("Personnel", "Not stated.")
    assert [note.number for note in pack.notes] == [1]


def test_roman_numbers() -> None:
    said = [forms_of_paper.roman(number) for number in (1, 3, 4, 5, 8, 9, 10, 14, 29)]
    assert said == ["i", "iii", "iv", "v", "viii", "ix", "x", "xiv", "xxix"]


def test_what_is_written_goes_along_to_the_same_heading_and_comes_back(
    cast: Partnership, paper: Paper
) -> None:
    author: dict[str, Any] = {"by": cast.morag, "at": NOW}
    write_section(paper, "background", ["Since 2009."], seen=paper.version, **author)
    write_section(paper, "prevention", ["Early help."], seen=paper.version, **author)

    choose_form(paper, form="inverclyde", seen=paper.version, **author)
    there = plain_text(gather_paper(paper, on=TODAY))
    assert "4.1 Since 2009." in there
    assert "Early help." not in there

    choose_form(paper, form="renfrewshire", seen=paper.version, **author)
    back = plain_text(gather_paper(paper, on=TODAY))
    assert "3.1 Since 2009." in back
    assert "Early help." in back
    forms = Event.objects.filter(verb="paper.form_chosen").order_by("seq")
    assert [event.object_ref for event in forms] == [paper.ref, paper.ref]


def test_the_second_of_two_people_is_told(cast: Partnership, paper: Paper) -> None:
    seen = paper.version
    choose_form(paper, form="highland", seen=seen, by=cast.morag, at=NOW)
    with pytest.raises(NotAllowed, match="Somebody else"):
        choose_form(paper, form="aberdeen", seen=seen, by=cast.gordon, at=NOW)
    with pytest.raises(NotAllowed, match="Somebody else"):
        write_lines(paper, lines={"front-report_number": "1"}, seen=seen, by=cast.gordon, at=NOW)
    assert paper_form(Paper.objects.get().form).code == "highland"


@pytest.mark.usefixtures("autumn")
def test_the_author_chooses_on_a_page_that_says_what_is_left_out(cast: Partnership, paper: Paper) -> None:
    write_section(paper, "prevention", ["Early help."], seen=paper.version, by=cast.morag, at=NOW)
    page = page_of(cast.morag, address_of(paper, "paper_form"))
    assert "<td>Prevention</td>" in page
    assert page.count("Checked in part</") == len(OTHERS)

    client, given = signed_in(cast.morag), {"form": "inverclyde", "seen": version(paper)}
    page = words_in(client.post(address_of(paper, "paper_form"), given, follow=True))
    assert "1.0 Purpose" in page
    assert "Not filled in: Report no, Contact officer, Contact no, Finance, Legal" in page
    assert "Nothing is written under 1.0 Purpose." in page


@pytest.mark.usefixtures("autumn")
def test_the_lines_are_filled_in_on_one_page(cast: Partnership, paper: Paper) -> None:
    choose_form(paper, form="aberdeen", seen=paper.version, by=cast.morag, at=NOW)
    client, address = signed_in(cast.morag), address_of(paper, "paper_lines")
    given = {"front-exempt": "No", "risk-strategic": "None\nknown.", "seen": version(paper)}

    page = words_in(client.post(address, given, follow=True))
    assert "The lines of the form are saved." in page
    assert "<dt>Exempt</dt> <dd>No</dd>" in page
    assert "None known." in page
    assert "Not filled in: Confidential, Report number" in page
    assert "None known." in page_of(cast.morag, address)
    assert "Select a valid choice" not in page
    assert client.post(address, {"front-exempt": "Perhaps", "seen": "9"}).status_code == 200
    assert Paper.objects.get().paragraphs.get(section="front-exempt").text == "No"


@pytest.mark.usefixtures("autumn")
def test_a_form_without_lines_says_so(cast: Partnership, paper: Paper) -> None:
    assert "asks for nothing beside" in page_of(cast.morag, address_of(paper, "paper_lines"))


@pytest.mark.parametrize("who", ["wallace", "priya"])
def test_only_whoever_runs_the_board_chooses(cast: Partnership, paper: Paper, who: str) -> None:
    person: User = getattr(cast, who)
    for name in ("paper_form", "paper_lines"):
        assert signed_in(person).get(address_of(paper, name)).status_code in {403, 404}


@pytest.mark.parametrize(
    ("found", "put", "sentence"),
    [
        ("heading_case: as_written", "heading_case: shouted", "heading_case: found 'shouted'."),
        ("recommendation_stem:", "recommendaton_stem:", "Did you mean 'recommendation_stem'?"),
        ("key: summary", "key: purpose", "the key 'purpose' stands twice"),
        ("key: recommendations", "key: asks", "no heading has the key 'recommendations'"),
        ("number: 2,", "number: 9,", "Number them from 1, without a gap"),
        ("number: 7, ", "", "a heading without a number has numbered paragraphs"),
        ("key: financial,", "key: Financial costs,", "is no code. Use a short word"),
    ],
)
def test_a_fault_in_a_form_is_named_with_its_place(
    tmp_path: Path, found: str, put: str, sentence: str
) -> None:
    own = tmp_path / "own.yaml"
    shutil.copy(forms_of_paper.FOLDER / "inverclyde.yaml", own)
    text = own.read_text("utf-8")
    assert found in text
    own.write_text(text.replace(found, put, 1), "utf-8")
    with pytest.raises(BadPack) as refusal:
        read_pack(own, PaperForm)
    assert str(refusal.value).startswith("own.yaml, ")
    assert sentence in str(refusal.value)
