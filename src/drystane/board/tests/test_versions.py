"""Every change of a paper is kept, can be compared and gone back to; approval is of exactly what was seen."""

import json

import pytest

from drystane.access.errors import NotAllowed
from drystane.audit.models import Event
from drystane.board.models import Outcome, Paper, PaperVersion
from drystane.board.operations.form_of_paper import choose_form
from drystane.board.operations.meeting import decide
from drystane.board.operations.paper import (
    approve_paper,
    recommend,
    reword_recommendation,
    withdraw_recommendation,
    write_section,
)
from drystane.board.operations.restoring import restore_version
from drystane.board.paper_text import from_json
from drystane.board.tests.browsing import WHY, address_of, page_of
from drystane.documents.difference import changes
from drystane.strategy.models import Figure
from tests.cast import NOW, Partnership
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")


def write(cast: Partnership, paper: Paper, *texts: str) -> PaperVersion:
    write_section(paper, "summary", texts, seen=paper.version, by=cast.morag, at=NOW)
    return latest(paper)


def latest(paper: Paper) -> PaperVersion:
    return PaperVersion.objects.filter(paper=paper).order_by("-number")[0]


def test_the_words_that_changed_are_told_one_by_one() -> None:
    (change,) = changes(["Same.", "Old words stay here."], ["Same.", "New words stay here now."])
    assert [(piece.kind, piece.words) for piece in change.pieces] == [
        ("removed", "Old"),
        ("added", "New"),
        ("same", "words stay"),
        ("removed", "here."),
        ("added", "here now."),
    ]
    assert changes(["Same."], ["Same."]) == []


def test_each_change_keeps_the_whole_text_it_left(cast: Partnership, paper: Paper) -> None:
    first, second = write(cast, paper, "One."), write(cast, paper, "[[exempt:14]] Two.")

    kept = [from_json(version.body).sections["summary"] for version in (first, second)]
    assert [(one.text, one.exempt_under) for (one,) in kept] == [("One.", ""), ("Two.", "14")]
    assert (first.by, first.at, first.number) == (cast.morag, NOW, second.number - 1)


def test_whoever_writes_sees_what_changed_in_words_and_not_by_colour(cast: Partnership, paper: Paper) -> None:
    write(cast, paper, "Three sites.")
    version = write(cast, paper, "Four sites.")

    assert "Wrote 1 Summary" in page_of(cast.morag, address_of(paper, "paper_versions"))
    page = page_of(cast.morag, version.get_absolute_url())
    assert "<del>[− Three]</del> <ins>[+ Four]</ins> sites." in page
    assert signed_in(cast.wallace).get(version.get_absolute_url()).status_code == 403


def test_going_back_is_a_new_version_and_loses_nothing(cast: Partnership, paper: Paper) -> None:
    good = write(cast, paper, "Good.", "[[exempt:6]] Kept back.")
    write(cast, paper, "Bad.")
    restore_version(good, seen=paper.version, by=cast.morag, at=NOW)

    texts = paper.paragraphs.order_by("order").values_list("text", "exempt_under")
    assert list(texts) == [("Good.", ""), ("Kept back.", "6")]
    newest = latest(Paper.objects.get())
    assert (newest.what, newest.restores) == ("restored", good)
    assert Event.objects.filter(verb="paper.version_restored").count() == 1


def test_recommendations_come_back_to_their_places(cast: Partnership, paper: Paper) -> None:
    for text in ("second.", "third."):
        recommend(paper, verb="agree", text=text, seen=paper.version, by=cast.morag, at=NOW)
    whole = latest(paper)
    first, second, third = paper.recommendations.order_by("order")
    withdraw_recommendation(second, seen=paper.version, by=cast.morag, at=NOW)
    first.refresh_from_db()
    reword_recommendation(first, verb="agree", text="other.", seen=first.paper.version, by=cast.morag, at=NOW)
    restore_version(whole, seen=Paper.objects.get().version, by=cast.morag, at=NOW)

    rows = list(paper.recommendations.order_by("order").values_list("order", "verb", "text"))
    assert rows == [
        (1, "note", "that the threats have changed."),
        (2, "agree", "second."),
        (3, "agree", "third."),
    ]
    refs = set(paper.recommendations.values_list("ref", flat=True))
    assert {first.ref, third.ref} <= refs


def test_what_the_board_has_decided_is_not_gone_back_behind(cast: Partnership, paper: Paper) -> None:
    before = latest(paper)
    recommend(paper, verb="agree", text="second.", seen=paper.version, by=cast.morag, at=NOW)
    second = paper.recommendations.get(order=2)
    decide(paper.item, outcome=Outcome.NOTED, words="", recommendation=second, by=cast.morag, at=NOW)

    with pytest.raises(NotAllowed, match="decided this recommendation already"):
        restore_version(before, seen=paper.version, by=cast.morag, at=NOW)
    assert paper.recommendations.count() == 2


def test_a_version_of_when_the_paper_was_sensitive_stays_so(cast: Partnership, paper: Paper) -> None:
    secret = write(cast, paper, "Secret.")
    PaperVersion.objects.filter(pk=secret.pk).update(marking="sensitive", descriptor="commercial")
    write(cast, paper, "Open.")

    assert signed_in(cast.morag).get(secret.get_absolute_url()).status_code == 404
    assert secret.ref not in page_of(cast.morag, address_of(paper, "paper_versions"))
    assert "Secret." not in page_of(cast.morag, latest(paper).get_absolute_url())
    assert "Secret." in page_of(cast.morag, secret.get_absolute_url(), purpose=WHY)
    secret.refresh_from_db()
    with pytest.raises(NotAllowed, match="mark the paper so first"):
        restore_version(secret, seen=paper.version, by=cast.morag, at=NOW)


def test_a_later_change_takes_the_approval_back_and_says_so(cast: Partnership, paper: Paper) -> None:
    approve_paper(paper, seen=paper.version, by=cast.gordon, at=NOW)
    change = write(cast, paper, "Changed.")

    assert change.took_approval_back
    page = page_of(cast.gordon, paper.get_absolute_url())
    assert "which took the chair's approval back" in page.replace("&#x27;", "'")
    assert change.get_absolute_url() in page


def test_going_back_brings_the_form_back_too(cast: Partnership, paper: Paper) -> None:
    before = write(cast, paper, "As it was.")
    choose_form(paper, form="highland", seen=paper.version, by=cast.morag, at=NOW)

    page = page_of(cast.morag, latest(paper).get_absolute_url())
    assert "<h2>Form</h2>" in page or "<h3>Form</h3>" in page
    restore_version(before, seen=paper.version, by=cast.morag, at=NOW)
    assert Paper.objects.get().form == "renfrewshire"
    # One that was kept before forms were leaves the form alone.
    body = json.loads(before.body)
    del body["form"]
    PaperVersion.objects.filter(pk=before.pk).update(body=json.dumps(body))
    before.refresh_from_db()
    paper.refresh_from_db()
    choose_form(paper, form="highland", seen=paper.version, by=cast.morag, at=NOW)
    restore_version(before, seen=paper.version, by=cast.morag, at=NOW)
    assert Paper.objects.get().form == "highland"


def test_a_figure_is_compared_in_words_and_not_by_its_code(cast: Partnership, paper: Paper) -> None:
    Figure.objects.create(
        edition=None, code="share-65", measure="share", label="Groups in business", value=65, unit="percent"
    )
    write(cast, paper, "Many groups.")
    change = write(cast, paper, "Many groups [[figure:share-65]].")

    page = page_of(cast.morag, change.get_absolute_url())
    assert "Groups in business: 65" in page
    assert "[[figure" not in page
