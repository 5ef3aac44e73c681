"""What is asked about asks: to find them, to make one, to answer it."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from drystane.access.choosing import OneOf, offer
from drystane.access.forms import PlainForm
from drystane.board.forms.choices import groups_of
from drystane.board.models import Ask, AskState, Meeting
from drystane.partners.models import Group, Organisation


class AskFilters(PlainForm):
    words = forms.CharField(label="Words in what is asked", required=False)
    state = forms.MultipleChoiceField(
        label="State", choices=AskState.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    overdue = forms.BooleanField(label="Overdue only", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["words"]:
            rows = rows.filter(asked__icontains=asked["words"])
        if asked["state"]:
            rows = rows.filter(state__in=asked["state"])
        if asked["overdue"]:
            rows = rows.filter(pk__in=Ask.objects.overdue(self.today).values("pk"))
        return rows


class AskForm(PlainForm):
    meeting = OneOf(Meeting.objects.none(), label="For which meeting", empty_label="Choose a meeting")
    asked = forms.CharField(
        label="What is asked for",
        widget=forms.Textarea,
        help_text="So that whoever is asked knows what to bring. It is OFFICIAL: leave out what is not.",
    )
    of_group = OneOf(
        Group.objects.none(), label="Asked of a group", required=False, empty_label="Not of a group"
    )
    of_body = OneOf(
        Organisation.objects.order_by("name"),
        label="Or of a body",
        required=False,
        empty_label="Not of a body",
    )
    of_post = forms.CharField(
        label="Or of a post",
        max_length=160,
        required=False,
        help_text="The post, not the person. With a body chosen above, the post in it.",
    )
    due_on = forms.DateField(label="By which day")

    def __init__(
        self, *args: Any, meetings: QuerySet[Meeting], boards: QuerySet[Group], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "meeting", meetings)
        offer(self, "of_group", groups_of(boards))

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        elsewhere = given.get("of_body") or given.get("of_post", "").strip()
        if given.get("of_group") and elsewhere:
            self.add_error("of_group", "Ask a group, or a body or post, but not both at once.")
        elif not given.get("of_group") and not elsewhere and "of_group" not in self.errors:
            self.add_error("of_group", "Choose a group or a body, or name a post.")
        return given


class PromiseForm(PlainForm):
    why = forms.CharField(
        label="A note for the board",
        widget=forms.Textarea,
        required=False,
        help_text="When it will come, say, or from whom.",
    )


class ReceiveForm(PlainForm):
    why = forms.CharField(
        label="Where it is",
        widget=forms.Textarea,
        required=False,
        help_text="The paper it stands in, or who holds it.",
    )


class DeclineForm(PlainForm):
    why = forms.CharField(label="Why it will not come", widget=forms.Textarea)
