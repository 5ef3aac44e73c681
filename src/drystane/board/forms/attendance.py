"""What is asked about who was there and who declared an interest."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from drystane.access.choosing import OneOf, SeenForm, offer
from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.board.forms.choices import AnsweredField
from drystane.board.models import AgendaItem, Attendance
from drystane.partners.models import Membership, Organisation


class RegisterForm(SeenForm):
    """One question a member: there, apologies, or neither."""

    def __init__(self, *args: Any, seats: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        for seat in seats:
            self.fields[seat.user.ref] = AnsweredField(
                label=self.called(seat),
                choices=[*Attendance.Presence.choices, ("", "Neither")],
                widget=forms.RadioSelect,
            )

    @staticmethod
    def called(seat: Membership) -> str:
        return ", ".join(filter(None, [seat.user.name, seat.user.post]))

    def presences(self) -> dict[User, str]:
        return {seat.user: self.cleaned_data[seat.user.ref] for seat in self.seats}


class GuestForm(PlainForm):
    post = forms.CharField(
        label="Which post", max_length=160, help_text="The post, not the person: Inspector, say."
    )
    body = OneOf(
        Organisation.objects.order_by("name"),
        label="From which body",
        required=False,
        empty_label="Not one of the partners",
    )
    instead_of = OneOf(
        User.objects.none(), label="In place of", required=False, empty_label="Nobody: as a guest"
    )

    def __init__(self, *args: Any, members: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "instead_of", members)


class DeclareForm(PlainForm):
    item = OneOf(AgendaItem.objects.none(), label="In which item", empty_label="Choose an item")
    person = OneOf(User.objects.none(), label="Who declares", required=False, empty_label="Somebody else")
    post = forms.CharField(
        label="Or which post, if somebody else",
        max_length=160,
        required=False,
        help_text="The post, not the person.",
    )
    nature = forms.CharField(
        label="What the interest is",
        max_length=300,
        help_text="Such as “sits on the charity's committee”: no more than the minute needs.",
    )
    left_the_room = forms.ChoiceField(
        label="For this item they",
        choices=[("left", "left the room"), ("stayed", "stayed in the room")],
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, items: QuerySet[AgendaItem], members: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "item", items)
        offer(self, "person", members)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if bool(given.get("person")) == bool(given.get("post", "").strip()) and "person" not in self.errors:
            self.add_error("person", "Choose who declares, or name the post: one of the two.")
        return given


class QuorumForm(PlainForm):
    quorum = forms.IntegerField(
        label="How many have to be there",
        min_value=1,
        max_value=99,
        required=False,
        help_text="Chair and members count, and whoever stands in for one. Left empty, none is set.",
    )
