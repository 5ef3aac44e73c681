"""Who was at a meeting, the quorum, interests, and the order of the agenda."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.board.models import AgendaItem, Attendance, Declaration, Meeting
from drystane.board.operations import attending as operations
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.meeting import add_item, move_item, publish_agenda
from drystane.board.quorum import Quorum
from drystane.board.tests.browsing import WHY, hide, page_of
from drystane.partners.models import Group
from drystane.partners.operations import set_quorum
from tests.cast import NOW, Partnership
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")


def call(cast: Partnership, meeting: Meeting, **presences: str) -> None:
    meeting.refresh_from_db()
    people = {getattr(cast, name): presence for name, presence in presences.items()}
    operations.call_register(meeting, people, seen=meeting.version, by=cast.morag, at=NOW)


def quorum(meeting: Meeting) -> Quorum:
    meeting = Meeting.objects.get(pk=meeting.pk)
    return Quorum.of(meeting, meeting.attendance.all())


def test_the_register_is_called_on_its_page_and_the_second_to_call_it_is_told(
    cast: Partnership, meeting: Meeting
) -> None:
    client, address = signed_in(cast.morag), reverse("board:attendance", args=[meeting.ref])
    assert "(optional)" not in page_of(cast.morag, address), "Neither is an answer too"
    sent = {cast.gordon.ref: "present", cast.wallace.ref: "apologies", "seen": "1"}
    assert client.post(address, sent).status_code == 302
    assert "Somebody else has just changed" in client.post(address, sent).content.decode()

    page = page_of(cast.priya, meeting.get_absolute_url())
    assert "Gordon (Invented Council): present" in page
    assert "Wallace (Invented Council): apologies" in page
    assert Attendance.objects.count() == 2


def test_only_those_who_decide_count_towards_the_quorum(cast: Partnership, meeting: Meeting) -> None:
    set_quorum(cast.board, 2, by=cast.morag, at=NOW)
    call(cast, meeting, gordon="present", morag="present", priya="present")
    assert quorum(meeting).there == 1
    assert "is not quorate" in page_of(cast.morag, meeting.get_absolute_url())
    call(cast, meeting, wallace="present")
    assert not quorum(meeting).is_short


def test_a_substitute_counts_as_the_member_would(cast: Partnership, meeting: Meeting) -> None:
    call(cast, meeting, gordon="present", wallace="apologies")

    def guest(instead_of: User | None) -> Attendance:
        return operations.add_guest(
            meeting, post="Councillor", body=cast.council, instead_of=instead_of, by=cast.morag, at=NOW
        )

    guest(None)
    assert quorum(meeting).there == 1
    guest(cast.wallace)
    assert quorum(meeting).there == 2
    with pytest.raises(ValidationError, match="was there, so nobody stood in"):
        guest(cast.gordon)
    with pytest.raises(ValidationError, match="does not sit on"):
        guest(cast.stranger)


def test_no_list_is_not_a_short_list(cast: Partnership, meeting: Meeting) -> None:
    set_quorum(cast.board, 2, by=cast.morag, at=NOW)
    assert not quorum(meeting).is_short
    assert "not quorate" not in page_of(cast.morag, meeting.get_absolute_url())


def test_a_closed_meeting_keeps_its_list_and_the_quorum_it_had(cast: Partnership, meeting: Meeting) -> None:
    set_quorum(cast.board, 2, by=cast.morag, at=NOW)
    call(cast, meeting, gordon="present")
    close_meeting(meeting, by=cast.morag, at=NOW)
    Group.objects.filter(pk=cast.board.pk).update(quorum=1)
    assert quorum(meeting).is_short
    row = Attendance.objects.select_related("meeting").get()
    with pytest.raises(NotAllowed, match="This meeting is closed"):
        operations.take_off(row, by=cast.morag, at=NOW)


def test_a_declaration_stands_with_its_item_and_is_taken_back(
    cast: Partnership, meeting: Meeting, item: AgendaItem
) -> None:
    address = reverse("board:declare", args=[meeting.ref])
    sent = {"item": item.ref, "nature": "A brother drives for them", "left_the_room": "left"}
    client = signed_in(cast.morag)
    assert "one of the two" in client.post(address, sent).content.decode()
    assert client.post(address, {**sent, "person": cast.wallace.ref}).status_code == 302
    said = "Wallace declared an interest (A brother drives for them) and left the room."
    assert said in page_of(cast.priya, meeting.get_absolute_url())

    back = reverse("board:take_back_declaration", args=[Declaration.objects.get().ref])
    assert client.post(back).status_code == 302
    assert said not in page_of(cast.priya, meeting.get_absolute_url())


def test_a_declaration_is_as_hidden_as_its_item(
    cast: Partnership, meeting: Meeting, item: AgendaItem
) -> None:
    operations.declare_interest(
        item, person=cast.wallace, post="", nature="A friend", left_the_room=True, by=cast.morag, at=NOW
    )
    hide(item)
    assert "A friend" not in page_of(cast.morag, meeting.get_absolute_url())
    assert "A friend" in page_of(cast.morag, meeting.get_absolute_url(), purpose=WHY)


def test_an_item_after_publishing_says_why_it_is_late(cast: Partnership, meeting: Meeting) -> None:
    client, address = signed_in(cast.morag), reverse("board:add_item", args=[meeting.ref])
    sent = {"title": "Floods", "kind": "discussion", "purpose": "noting", "marking": "official"}
    assert "Why it is late" not in client.get(address).content.decode()
    publish_agenda(meeting, seen=meeting.version, by=cast.morag, at=NOW)
    assert "Fill in “Why it is late”" in client.post(address, sent).content.decode()
    assert client.post(address, {**sent, "late_because": "It rained"}).status_code == 302
    assert "It rained" in page_of(cast.priya, meeting.get_absolute_url())
    with pytest.raises(NotAllowed, match="published already"):
        publish_agenda(meeting, seen=Meeting.objects.get().version, by=cast.morag, at=NOW)


def titles(meeting: Meeting) -> list[str]:
    return [item.title for item in meeting.items.order_by("order", "ref")]


@pytest.fixture
def three(cast: Partnership, meeting: Meeting) -> list[AgendaItem]:
    return [
        add_item(meeting, fields={"title": title, "kind": "discussion"}, by=cast.morag, at=NOW)
        for title in ("One", "Two", "Three")
    ]


def test_an_item_moves_up_and_down_without_script(
    cast: Partnership, meeting: Meeting, three: list[AgendaItem]
) -> None:
    one, two, three_ = three
    client = signed_in(cast.morag)
    client.post(reverse("board:move_item", args=[three_.ref]), {"past": two.ref})
    assert titles(meeting) == ["One", "Three", "Two"]
    client.post(reverse("board:move_item", args=[one.ref]), {"past": three_.ref})
    assert titles(meeting) == ["Three", "One", "Two"]


def test_the_second_to_order_the_agenda_is_told(
    cast: Partnership, meeting: Meeting, three: list[AgendaItem]
) -> None:
    one, two, three_ = three
    move_item(three_, past=two, by=cast.morag, at=NOW)
    answer = signed_in(cast.morag).post(
        reverse("board:move_item", args=[one.ref]), {"past": two.ref}, follow=True
    )
    assert "Somebody else has just changed this agenda" in answer.content.decode()
    assert titles(meeting) == ["One", "Three", "Two"]


def test_an_item_moves_past_what_its_mover_does_not_see(
    cast: Partnership, meeting: Meeting, three: list[AgendaItem]
) -> None:
    one, two, three_ = three
    hide(two)
    move_item(one, past=three_, by=cast.morag, at=NOW)
    assert titles(meeting) == ["Two", "Three", "One"]


def test_the_page_of_a_closed_meeting_shows_the_list_and_asks_nothing(
    cast: Partnership, meeting: Meeting
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state="closed", closed_at=NOW)
    Attendance.objects.create(meeting=meeting, person=cast.gordon, presence="present", at=NOW)
    client, address = signed_in(cast.morag), reverse("board:attendance", args=[meeting.ref])

    page = client.get(address).content.decode().partition("<main")[2]
    assert "the list stands as it was kept" in page
    assert ">Gordon</th><td>Present</td>" in page
    assert "<form" not in page
    assert "Add a substitute" not in page
    # What somebody sent from a page opened before is refused, and not lost.
    sent = {**{user.ref: "present" for user in (cast.gordon, cast.morag)}, "seen": meeting.version}
    refused = client.post(address, sent).content.decode().partition("<main")[2]
    assert "This meeting is closed" in refused
    assert "<form" in refused
