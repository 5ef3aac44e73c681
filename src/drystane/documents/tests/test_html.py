"""The paper as a page: headings in order, tables with headers, a way from each figure to its source."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from drystane.documents.html import context, render_html
from drystane.documents.packs import BadPack
from drystane.documents.tests.cast import PACK


def test_the_file_says_its_language_and_its_title() -> None:
    page = render_html(PACK)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert f"<title>{PACK.title}</title>" in page


def test_headings_stand_in_order_without_a_gap() -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", render_html(PACK))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_marking_stands_before_and_after_and_on_each_printed_page() -> None:
    page = render_html(PACK)
    assert page.count(f">{PACK.banner}</") == 2
    assert "table-header-group" in page
    assert "table-footer-group" in page


def test_each_table_has_a_caption_and_headers() -> None:
    page = render_html(PACK)
    assert page.count("<caption") == page.count("<table") == 3
    assert PACK.wall is not None
    shown = (*PACK.tables[:2], PACK.wall.table)  # the third table is empty
    assert page.count('<th scope="col">') == sum(len(table.columns) for table in shown)
    assert page.count('<th scope="row">') == sum(len(table.rows) for table in shown)


def test_a_raised_number_leads_to_its_source() -> None:
    page = render_html(PACK)
    for note in PACK.notes:
        assert f'href="#source-{note.number}"' in page
        assert f'id="source-{note.number}"' in page


def test_every_id_is_there_once() -> None:
    ids = re.findall(r'\sid="([^"]+)"', render_html(PACK))
    assert len(ids) == len(set(ids))


def test_the_drawing_stands_in_the_page_with_its_description() -> None:
    page = render_html(PACK)
    assert PACK.wall is not None
    assert PACK.wall.svg in page
    assert "<svg" not in render_html(replace(PACK, wall=None))


def test_a_drawing_that_is_more_than_that_is_refused() -> None:
    assert PACK.wall is not None
    bad = replace(PACK.wall, svg=PACK.wall.svg.replace("<path", "<script"))
    with pytest.raises(BadPack):
        render_html(replace(PACK, wall=bad))


def test_a_file_has_no_links_into_the_site_and_a_page_of_the_site_has() -> None:
    from django.template.loader import render_to_string

    assert 'href="/actions/x9/"' not in render_html(PACK)
    assert 'href="/actions/x9/"' in render_to_string("documents/paper.html", context(PACK, links=True))


def test_only_web_addresses_become_links() -> None:
    sly = replace(PACK, notes=(replace(PACK.notes[0], address="javascript:alert(1)"),))
    assert "javascript:alert(1)" in render_html(sly)
    assert 'href="javascript' not in render_html(sly)
    assert f'href="{PACK.notes[1].address}"' in render_html(PACK)


def test_the_part_for_a_page_brings_no_styles_or_scripts() -> None:
    from django.template.loader import render_to_string

    part = render_to_string("documents/paper.html", context(PACK))
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=", part)


def test_the_file_needs_nothing_beside_it() -> None:
    page = render_html(PACK)
    assert not re.search(r"src=|<link|@import|url\((?!#)", page)


def test_the_same_pack_gives_the_same_file() -> None:
    assert render_html(PACK) == render_html(PACK)
