"""Page, Word file and PDF hold the same words in the same order, whatever was typed."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from drystane.documents.html import render_html
from drystane.documents.packs import Pack, Run, plain_text, printable
from drystane.documents.pdf import render_pdf
from drystane.documents.tests.cast import PACK, paragraph
from drystane.documents.tests.reading import letters, letters_of_pdf, words, words_of_html, words_of_word
from drystane.documents.tests.strategies import latin_packs, packs
from drystane.documents.word import render_word


def expected(pack: Pack) -> str:
    return words(plain_text(printable(pack)))


def test_every_form_holds_the_words_of_the_pack() -> None:
    assert words_of_html(render_html(PACK)) == expected(PACK)
    assert words_of_word(render_word(PACK)) == expected(PACK)
    assert letters_of_pdf(render_pdf(PACK)) == letters(expected(PACK))


@settings(max_examples=100, deadline=None)
@given(packs())
def test_every_page_holds_the_words_of_its_pack(pack: Pack) -> None:
    assert words_of_html(render_html(pack)) == expected(pack)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs())
def test_every_word_file_holds_the_words_of_its_pack(pack: Pack) -> None:
    assert words_of_word(render_word(pack)) == expected(pack)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(latin_packs())
def test_every_pdf_holds_the_words_of_its_pack(pack: Pack) -> None:
    assert letters_of_pdf(render_pdf(pack)) == letters(expected(pack))


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert('x')</script>",
        "</w:t></w:r><w:r><w:t>",
        "{{ pack.title }} {% for x in pack %} {# note #}",
        "{_{ 1 }_} {_% x %_}",
        "fish & chips &amp; &lt;b&gt; &#123;",
        "a\x00\x07\x0b\x0c\x1b\x85z",
        "line\nline\r\nline\ttab",
        "w" * 10_000,
        "\"quoted\" 'quoted' “quoted”",
        "שלום مرحبا 你好 Gàidhlig 👩🏽‍🚒",
    ],
)
def test_what_people_typed_comes_out_as_text(typed: str) -> None:
    everywhere = replace(
        PACK,
        title=typed,
        marking=typed,
        author=typed,
        front=((typed, typed),),
        warnings=(typed,),
        sections=(
            replace(PACK.sections[0], heading=typed, paragraphs=(paragraph("1.1", Run(typed, (1,))),)),
        ),
        tables=(replace(PACK.tables[0], caption=typed, columns=(typed, "x"), rows=((typed, typed),)),),
        notes=(replace(PACK.notes[0], figure=typed, address=typed),),
    )
    page = render_html(everywhere)
    assert words_of_html(page) == expected(everywhere)
    assert words_of_word(render_word(everywhere)) == expected(everywhere)
    assert "<script" not in page
