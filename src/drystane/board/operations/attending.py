"""Keep who was at a meeting and who declared an interest."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.audit import trail
from drystane.board.models import AgendaItem, Attendance, Declaration, Meeting
from drystane.board.operations.meeting import hold_open
from drystane.partners.models import Group, Membership, Organisation

# Who counts towards a quorum. Lead officers advise and write; contributors and observers sit in.
DECIDING = frozenset({Role.CHAIR, Role.MEMBER})


def seats(group: Group) -> dict[int, Membership]:
    """The roles held in the group today, by person."""
    rows = Membership.objects.current().filter(group=group).select_related("user", "body")
    return {seat.user_id: seat for seat in rows.order_by("user__name", "ref")}


@transaction.atomic
def call_register(
    meeting: Meeting, presences: Mapping[User, str], *, seen: int, by: User | None, at: datetime
) -> None:
    """Say of each member whether they were there or sent apologies. An empty word takes them off the list."""
    hold_open(meeting, seen=seen)
    seated = seats(meeting.group)
    meeting.attendance.filter(person__in=presences).delete()
    for person, presence in presences.items():
        if not presence:
            continue
        seat = seated.get(person.pk)
        if seat is None:
            raise ValidationError(f"{person.name} does not sit on {meeting.group}: add them as a guest.")
        row = Attendance(
            meeting=meeting,
            person=person,
            body=seat.body,
            presence=presence,
            decides=Role(seat.role) in DECIDING,
            by=by,
            at=at,
        )
        row.full_clean()
        row.save()
    trail.record(
        "meeting.register_called",
        meeting,
        by=by,
        at=at,
        details={"called": sum(map(bool, presences.values()))},
    )


@transaction.atomic
def add_guest(
    meeting: Meeting,
    *,
    post: str,
    body: Organisation | None,
    instead_of: User | None,
    by: User | None,
    at: datetime,
) -> Attendance:
    """Somebody without a seat was there. In place of a member, they count as that member would."""
    hold_open(meeting)
    seat = seats(meeting.group).get(instead_of.pk) if instead_of else None
    if instead_of is not None and seat is None:
        raise ValidationError({"instead_of": f"{instead_of.name} does not sit on {meeting.group}."})
    if instead_of and meeting.attendance.filter(person=instead_of, presence="present").exists():
        raise ValidationError({"instead_of": f"{instead_of.name} was there, so nobody stood in."})
    guest = Attendance(
        meeting=meeting,
        post=post,
        body=body,
        presence=Attendance.Presence.PRESENT,
        instead_of=instead_of,
        decides=seat is not None and Role(seat.role) in DECIDING,
        by=by,
        at=at,
    )
    guest.full_clean()
    guest.save()
    trail.record("meeting.guest_added", guest, by=by, at=at, details={"meeting": meeting.ref})
    return guest


@transaction.atomic
def take_off(attendance: Attendance, *, by: User, at: datetime) -> None:
    """Somebody was put on the list by mistake."""
    hold_open(attendance.meeting)
    trail.record(
        "meeting.attendance_taken_off", attendance, by=by, at=at, details={"meeting": attendance.meeting.ref}
    )
    attendance.delete()


@transaction.atomic
def declare_interest(
    item: AgendaItem,
    *,
    person: User | None,
    post: str,
    nature: str,
    left_the_room: bool,
    by: User | None,
    at: datetime,
) -> Declaration:
    """Somebody has an interest in an item: which, and whether they left the room for it."""
    hold_open(item.meeting)
    declaration = Declaration(
        item=item, person=person, post=post, nature=nature, left_the_room=left_the_room, by=by, at=at
    )
    declaration.full_clean()
    declaration.save()
    trail.record("declaration.made", declaration, by=by, at=at, details={"item": item.ref})
    return declaration


@transaction.atomic
def take_back_declaration(declaration: Declaration, *, by: User, at: datetime) -> None:
    """It was recorded by mistake."""
    hold_open(declaration.item.meeting)
    trail.record("declaration.taken_back", declaration, by=by, at=at, details={"item": declaration.item.ref})
    declaration.delete()
