"""Nothing exempt, and nothing hidden, reaches any form of the public version: 500 tokens are planted."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from drystane.board.files import KINDS, rendered
from drystane.board.gather import gather_paper
from drystane.board.models import ActionReason, Decision, Meeting, Paper
from drystane.board.operations.attaching import attach_file
from drystane.board.operations.commenting import comment_on, resolve_comment
from drystane.board.operations.exempting import Exempt, say_exempt
from drystane.board.operations.paper import append, approve_paper, recommend, write_section
from drystane.board.operations.publishing import release_public
from drystane.board.public import gather_public
from drystane.documents.packs import to_json
from drystane.plans.models import Action
from drystane.strategy.models import Figure
from drystane.strategy.operations import adopt
from tests.cast import NOW, TODAY, Partnership, make_action, make_edition

TOKEN = re.compile(r"qzx[0-9]{3}xzq")
HOW_MANY = 500


class Tokens:
    """Words that stand nowhere else."""

    def __init__(self) -> None:
        self.planted = 0

    def word(self) -> str:
        self.planted += 1
        return f"qzx{self.planted:03}xzq"

    def words(self, many: int) -> str:
        return " ".join(self.word() for _ in range(many))


@pytest.fixture
def tokens(cast: Partnership, paper: Paper, settings: Settings, tmp_path: Path) -> Tokens:
    settings.MEDIA_ROOT = tmp_path
    return plant(cast, paper)


def plant(cast: Partnership, paper: Paper) -> Tokens:
    """In every place of the exempt parts, in earlier versions, comments and files, and in hidden rows."""
    tokens, by = Tokens(), cast.morag

    def write(section: str, *texts: str) -> None:
        write_section(paper, section, texts, seen=paper.version, by=by, at=NOW)

    code = f"f-{tokens.word()}"
    Figure.objects.create(
        edition=None, code=code, measure="m", label=tokens.words(20), value=7, unit="percent"
    )
    write("background", tokens.words(60))  # an earlier version
    for section in ("summary", "background", "prevention"):
        exempt = f"[[exempt:14]] {tokens.words(50)} [[figure:{code}]] {tokens.words(10)}"
        write(section, "Open before.", exempt, "Open after.")
    recommend(paper, verb="approve", text=tokens.words(70), seen=paper.version, by=by, at=NOW)
    append(
        paper, title=tokens.words(3), edition=None, text=tokens.words(60), seen=paper.version, by=by, at=NOW
    )
    attach_file(
        paper,
        title=tokens.words(3),
        name=f"{tokens.word()}.txt",
        content=tokens.words(40).encode(),
        seen=paper.version,
        by=by,
        at=NOW,
    )
    comment = comment_on(paper, text=tokens.words(20), by=by, at=NOW)
    resolve_comment(comment, reply=tokens.words(20), by=by, at=NOW)
    logged(cast, make_action(cast.prevent_plan, tokens.words(2), detail=tokens.words(10)))
    secret: dict[str, Any] = {"marking": "sensitive", "descriptor": "commercial"}
    logged(cast, make_action(cast.board_plan, tokens.words(2), detail=tokens.words(10), **secret))
    exempt_parts = Exempt(
        recommendations={2: "9"}, appendices={1: "6", 2: "15"}, tables={"log": "14", "resources": "8"}
    )
    say_exempt(paper, exempt_parts, seen=paper.version, by=by, at=NOW)
    adopt(make_edition(), group=cast.board, on=TODAY, by=by, at=NOW)  # so that there is a wall
    return tokens


def logged(cast: Partnership, action: Action) -> None:
    june, _ = Meeting.objects.get_or_create(group=cast.board, on=TODAY.replace(month=6))
    item, _ = june.items.get_or_create(order=1, title="Licences", kind="discussion")
    decision, _ = Decision.objects.get_or_create(item=item, outcome="action", words="Do", at=NOW)
    ActionReason.objects.create(action=action, decision=decision)


def everything_in(content: bytes) -> Iterator[str]:
    """All the text that can be dug out of a file: parts of a zip, streams of a PDF, and as it stands."""
    yield content.decode("utf-8", "ignore")
    yield content.decode("utf-16-be", "ignore")
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as package:
            for name in package.namelist():
                yield name
                yield from everything_in(package.read(name))
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        yield zlib.decompressobj().decompress(stream).decode("utf-8", "ignore") if stream[:1] == b"x" else ""
    if content.startswith(b"%PDF-"):
        yield from text_of_pdf(content)


def text_of_pdf(content: bytes) -> Iterator[str]:
    """As a reader has it: a PDF's streams name glyphs, not letters."""
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(content)
    yield str(document.get_metadata_dict())
    for page in document:
        yield page.get_textpage().get_text_range()


def found_in(content: bytes) -> set[str]:
    text = "\n".join(everything_in(content))
    return set(TOKEN.findall(text)) | set(TOKEN.findall(re.sub(r"<[^>]*>|\s", "", text)))


def test_enough_is_planted_and_the_board_reads_it(tokens: Tokens, paper: Paper) -> None:
    """Were it not in the board's own version, its absence from the public one would show nothing."""
    assert tokens.planted >= HOW_MANY
    pack = gather_paper(Paper.objects.get(pk=paper.pk), on=TODAY)
    for kind in KINDS:
        assert len(found_in(rendered(pack, kind))) > 200, kind


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_form_of_the_public_version_holds_a_token(tokens: Tokens, paper: Paper, kind: str) -> None:
    pack = gather_public(Paper.objects.get(pk=paper.pk), on=TODAY)

    assert found_in(to_json(pack).encode()) == set()
    content = rendered(pack, kind)
    assert "Open before." in "\n".join(everything_in(content))
    assert found_in(content) == set()


def test_the_published_page_holds_none_either(cast: Partnership, tokens: Tokens, paper: Paper) -> None:
    paper.refresh_from_db()
    approve_paper(paper, seen=paper.version, by=cast.gordon, at=NOW)
    pack = release_public(paper, seen=paper.version, by=cast.gordon, at=NOW)
    answer = Client().get(reverse("board:published", args=[paper.ref]))

    assert answer.status_code == 200
    assert b"Open before." in answer.content
    assert found_in(answer.content) == set()
    assert found_in(pack.body.encode()) == set()


def test_the_public_version_says_what_is_kept_back_and_keeps_every_number(
    tokens: Tokens, paper: Paper
) -> None:
    pack = gather_public(Paper.objects.get(pk=paper.pk), on=TODAY)
    summary = next(section for section in pack.sections if section.key == "summary")
    law = "of Schedule 7A to the Local Government (Scotland) Act 1973."

    assert [paragraph.number for paragraph in summary.paragraphs] == ["1.1", "1.2", "1.3"]
    assert [run.text for run in summary.paragraphs[1].runs] == [f"Exempt: paragraph 14 {law}"]
    assert [run.text for run in pack.recommendations[1].runs] == [f"Exempt: paragraph 9 {law}"]
    assert [(one.number, one.title) for one in pack.appendices] == [
        (1, f"Exempt: paragraph 6 {law}"),
        (2, f"Exempt: paragraph 15 {law}"),
    ]
    assert {table.caption: table.empty for table in pack.tables} == {
        "Resources by level of prevention": f"Exempt: paragraph 8 {law}",
        "Rolling action log": f"Exempt: paragraph 14 {law}",
    }
    assert pack.notes == ()
    assert all(one.rests_on == () for one in pack.recommendations)
    assert "Safer Board" not in pack.counted
