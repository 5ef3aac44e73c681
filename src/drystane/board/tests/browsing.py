"""What the tests of the board's pages share: somebody at a browser, and what they see."""

from typing import Any

from django.urls import reverse

from drystane.access.models import User
from drystane.board.models import AgendaItem, Decision, Meeting, Outcome, Paper
from drystane.board.operations.meeting import add_item, decide, decide_action
from drystane.board.operations.paper import recommend, write_paper
from tests.cast import NOW, Partnership
from tests.clients import signed_in

WHY = "Preparing the meeting"


def words_in(response: Any) -> str:  # the test client's own kind of response has no public name
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def page_of(user: User, address: str, *, purpose: str = "") -> str:
    return words_in(signed_in(user, purpose=purpose).get(address))


def address_of(paper: Paper, name: str, *more: str) -> str:
    return reverse(f"board:{name}", args=[paper.ref, *more])


def version(paper: Paper) -> int:
    return Paper.objects.get(pk=paper.pk).version


def hide(item: AgendaItem) -> None:
    """Mark an item, and its paper, as if somebody had done so by hand."""
    AgendaItem.objects.filter(pk=item.pk).update(marking="sensitive", descriptor="commercial")
    Paper.objects.filter(item=item).update(marking="sensitive", descriptor="commercial")


def add_decided(cast: Partnership, meeting: Meeting, title: str) -> Decision:
    """An item with a paper whose recommendation became an action."""
    item = add_item(meeting, fields={"title": title, "kind": "paper"}, by=cast.morag, at=NOW)
    fields = {"to": "Board", "report_by": "Director", "heading": title}
    paper = write_paper(item, fields=fields, by=cast.morag, at=NOW)
    recommend(paper, verb="agree", text="to it.", seen=1, by=cast.morag, at=NOW)
    decision = decide(
        item,
        outcome=Outcome.ACTION,
        words="",
        recommendation=paper.recommendations.get(),
        by=cast.morag,
        at=NOW,
    )
    decide_action(decision, cast.board_plan, fields={"title": f"Do {title}"}, by=cast.morag, at=NOW)
    return decision
