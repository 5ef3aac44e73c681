"""A board chooses the form in which its new papers begin."""

import pytest
from django.urls import reverse

from drystane.access.errors import NotAllowed
from drystane.audit.models import Event
from drystane.board.models import AgendaItem, FormOfBoard
from drystane.board.operations.form_of_paper import choose_default_form
from drystane.board.operations.paper import default_form, write_paper
from tests.cast import NOW, Partnership
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")

FRONT = {"to": "Safer Board", "report_by": "Director", "heading": "The strategy"}


def test_new_papers_begin_in_the_form_of_their_board(cast: Partnership, item: AgendaItem) -> None:
    assert default_form(cast.board) == "renfrewshire"
    address = reverse("board:default_form", args=[cast.board.ref])
    client = signed_in(cast.morag)
    assert (
        f'href="{address}"' in client.get(reverse("partners:group", args=[cast.board.ref])).content.decode()
    )

    assert client.post(address, {"form": "highland", "seen": "0"}).status_code == 302

    assert write_paper(item, fields=FRONT, by=cast.morag, at=NOW).form == "highland"
    event = Event.objects.get(verb="board.form_chosen")
    assert (event.object_ref, event.actor_ref) == (cast.board.ref, cast.morag.ref)


def test_a_form_that_is_gone_is_not_begun_in(cast: Partnership) -> None:
    FormOfBoard.objects.create(group=cast.board, form="no-such-form", chosen_at=NOW)
    assert default_form(cast.board) == "renfrewshire"


def test_the_second_to_choose_is_told(cast: Partnership) -> None:
    def choose(form: str, seen: int) -> None:
        choose_default_form(cast.board, form=form, seen=seen, by=cast.morag, at=NOW)

    choose("highland", 0)
    with pytest.raises(NotAllowed, match="just chosen a form"):
        choose("inverclyde", 0)
    choose("inverclyde", 1)
    with pytest.raises(NotAllowed, match="just chosen a form"):
        choose("highland", 1)
    assert default_form(cast.board) == "inverclyde"

    address = reverse("board:default_form", args=[cast.board.ref])
    told = signed_in(cast.gordon).post(address, {"form": "highland", "seen": "1"}).content.decode()
    assert "just chosen a form" in told
    assert 'name="seen" value="2"' in told


def test_only_those_who_run_the_board_choose_and_only_a_board_has_one(cast: Partnership) -> None:
    address = reverse("board:default_form", args=[cast.board.ref])
    assert [signed_in(who).get(address).status_code for who in (cast.wallace, cast.iain)] == [403, 403]
    of_a_group = reverse("board:default_form", args=[cast.integrity.ref])
    assert signed_in(cast.iain).get(of_a_group).status_code == 403
