"""What is asked about meetings and their agenda."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from drystane.access.choosing import MarkingForm, OneOf, offer
from drystane.access.forms import PlainForm
from drystane.board.forms.choices import choose_for_them
from drystane.board.models import AgendaItem
from drystane.partners.models import Group
from drystane.plans.models import OPEN, Action


class MeetingFilters(PlainForm):
    state = forms.ChoiceField(
        label="State", choices=[("", "Any"), ("planned", "Planned"), ("closed", "Closed")], required=False
    )
    since = forms.DateField(label="From", required=False)
    until = forms.DateField(label="To", required=False)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["state"]:
            rows = rows.filter(state=asked["state"])
        if asked["since"]:
            rows = rows.filter(on__gte=asked["since"])
        if asked["until"]:
            rows = rows.filter(on__lte=asked["until"])
        return rows


class DateOfMeetingForm(PlainForm):
    on = forms.DateField(label="On which day")
    starts_at = forms.TimeField(
        label="At what time",
        required=False,
        help_text="For example, 14:00",
        input_formats=["%H:%M", "%H.%M", "%H"],
        error_messages={"invalid": "Give the time by the 24-hour clock, for example 14:00."},
    )
    venue = forms.CharField(label="Where", max_length=200, required=False)


class MeetingForm(DateOfMeetingForm):
    board = OneOf(Group.objects.none(), label="Which board meets", empty_label="Choose a board")
    field_order = ["board", "on", "starts_at", "venue"]

    def __init__(self, *args: Any, boards: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "board", boards.order_by("name"))
        choose_for_them(self, "board", boards)


class EditMeetingForm(DateOfMeetingForm):
    seen = forms.IntegerField(widget=forms.HiddenInput)


class LogFilters(PlainForm):
    words = forms.CharField(label="Words in the action", required=False)
    still = forms.ChoiceField(
        label="Show", choices=[("", "All"), ("open", "Still open"), ("closed", "Closed")], required=False
    )

    def narrow(self, rows: QuerySet[Action]) -> QuerySet[Action]:
        asked = self.cleaned_data
        if asked["words"]:
            rows = rows.filter(title__icontains=asked["words"])
        if asked["still"] == "open":
            return rows.filter(status__in=OPEN)
        return rows.exclude(status__in=OPEN) if asked["still"] == "closed" else rows


class ItemForm(MarkingForm):
    title = forms.CharField(label="What the item is called", max_length=240)
    kind = forms.ChoiceField(
        choices=AgendaItem.Kind.choices, label="What kind of item", initial=AgendaItem.Kind.PAPER
    )
    purpose = forms.ChoiceField(
        choices=AgendaItem.Purpose.choices,
        widget=forms.RadioSelect,
        label="For what",
        initial=AgendaItem.Purpose.DECISION,
    )
    before = OneOf(AgendaItem.objects.none(), label="Before which item", required=False, empty_label="Last")
    late_because = forms.CharField(
        label="Why it is late",
        max_length=240,
        help_text="The agenda is published: say why this cannot wait for the next meeting.",
    )
    field_order = ["title", "kind", "purpose", "before", "late_because", "marking", "descriptor"]

    def __init__(self, *args: Any, items: QuerySet[AgendaItem], is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "before", items)
        if not is_late:
            del self.fields["late_because"]
