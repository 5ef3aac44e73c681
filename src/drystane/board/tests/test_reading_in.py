"""A paper brought in as a file or as words, read in the capped process, and accepted as far as it goes."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from drystane.board import cabinet
from drystane.board.models import Draft, DraftItem, Meeting, PaperRecommendation, Tasking
from drystane.board.tests.browsing import WHY, words_in
from drystane.partners.models import Group
from drystane.plans.models import Action
from drystane.strategy.models import Contradiction, Figure
from tests.cast import Partnership
from tests.clients import signed_in

pytestmark = [pytest.mark.usefixtures("autumn"), pytest.mark.slow]

REPORTS = Path(__file__).resolve().parents[5] / "shared" / "data" / "reports"
REPORT = """To: Safer Board

On: 25 November 2015

Report by: Director of Invented Services

THE FIRMS BEHIND THE CALLERS

1. Summary

1.1 Officers were told that 55% of groups use seemingly legitimate businesses.

2. Recommendations

2.1 It is recommended that the board note what officers heard over the summer.

3. What happens next

ACTION: Integrity Group to compare the firms with the list of suppliers by 18 December 2015
"""


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def morag(cast: Partnership) -> Client:
    return signed_in(cast.morag)


def send(client: Client, cast: Partnership, **given: object) -> str:
    sent = {"board": cast.board.ref, "marking": "official", "descriptor": "", **given}
    return words_in(client.post(reverse("board:read_in"), sent, follow=True))


def file(content: bytes | str, name: str = "report.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def accept(client: Client, one: DraftItem, **other: object) -> None:
    """As the page proposes it, but for what is given."""
    form = client.get(one.get_absolute_url()).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in {**typed, **other}.items() if value is not None}
    answer = client.post(one.get_absolute_url(), sent)
    assert answer.status_code == 302, answer.context["form"].errors


def test_a_report_is_brought_in_and_accepted(cast: Partnership, morag: Client) -> None:
    Figure.objects.create(
        edition=None,
        code="launch",
        measure="share",
        label="Groups that use seemingly legitimate businesses",
        value=65,
        unit="percent",
    )
    assert "The paper is read" in send(morag, cast, file=file(REPORT))
    draft = Draft.objects.get()
    assert (draft.title, draft.kind) == ("THE FIRMS BEHIND THE CALLERS", "report")
    items = {one.kind: one for one in draft.items.exclude(kind="group")}
    accept(morag, items["paper"])
    accept(morag, items["recommendation"])
    accept(morag, items["tasking"])
    accept(morag, items["figure"])
    meeting = Meeting.objects.get()
    assert (meeting.on.isoformat(), meeting.items.get().paper.heading) == ("2015-11-25", draft.title)
    assert str(PaperRecommendation.objects.get()) == "Note what officers heard over the summer."
    tasking = Tasking.objects.get()
    assert (tasking.to_group, tasking.report_back_on.isoformat()) == (cast.integrity, "2015-12-18")
    assert Contradiction.objects.count() == 2
    assert not draft.items.exclude(kind="group").waiting().exists()


def test_pasted_words_are_kept_as_a_file_too(cast: Partnership, morag: Client) -> None:
    send(morag, cast, words=REPORT)
    draft = Draft.objects.get()
    assert (draft.name, b"55%" in cabinet.fetch(draft.kept_as, draft.digest)) == ("pasted.txt", True)


def test_every_place_says_word_for_word_what_was_found(cast: Partnership, morag: Client) -> None:
    send(morag, cast, words=REPORT)
    draft = Draft.objects.get()
    for one in draft.items.exclude(kind__in=["group", "check"]):
        assert draft.text[one.start : one.end] == one.text


def bomb() -> bytes:
    """A small file that would be very large."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" * 40_000_000)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("torn.pdf", b"%PDF-1.7\n1 0 obj\n<<"),
        ("bomb.docx", bomb()),
        ("empty.txt", b"   \n"),
        ("other.odt", b"PK\x03\x04 nothing that was zipped"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence_and_leaves_nothing(
    cast: Partnership, morag: Client, name: str, content: bytes, tmp_path: Path
) -> None:
    page = send(morag, cast, file=file(content, name))
    assert "There is a problem" in page
    assert not Draft.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_paper_that_says_it_is_sensitive_is_marked_so(cast: Partnership) -> None:
    client = signed_in(cast.morag, purpose=WHY)
    marked = f"OFFICIAL-SENSITIVE\n\n{REPORT}"
    assert "Mark the draft so too" in send(client, cast, words=marked)
    send(client, cast, words=marked, marking="sensitive", descriptor="commercial")
    assert Draft.objects.get().is_sensitive


@pytest.mark.skipif(not REPORTS.exists(), reason="the report of 2015 is not published with this code")
def test_the_report_of_2015_meets_the_sixty_five_per_cent(cast: Partnership, morag: Client) -> None:
    Group.objects.filter(pk=cast.board.pk).update(name="Safer and Stronger Renfrewshire Thematic Board")
    Figure.objects.create(
        edition=None,
        code="launch",
        measure="share",
        label="Groups that use seemingly legitimate businesses",
        value=65,
        unit="percent",
    )
    send(morag, cast, file=file((REPORTS / "renfrewshire_2015.txt").read_bytes()))
    draft = Draft.objects.get()
    accept(morag, draft.items.get(kind="paper"))
    for asked in draft.items.filter(kind="recommendation"):
        accept(morag, asked)
    verbs = PaperRecommendation.objects.order_by("order").values_list("verb", flat=True)
    assert list(verbs) == ["note", "add", "prioritise"]
    sixty = draft.items.get(kind="figure", text__startswith="60%")
    assert "It meets another figure" in words_in(morag.get(sixty.get_absolute_url()))
    accept(morag, sixty)
    assert Contradiction.objects.filter(figure__value=60, other__code="launch").exists()
    tasked = set(draft.items.filter(kind="tasking").values_list("machine__to_group", flat=True))
    assert tasked == {"Integrity Group", "Prevent Group"}
    assert not Action.objects.exists()
