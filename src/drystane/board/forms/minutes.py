"""What is asked about a minute: its text, and at which meeting it was approved."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from drystane.access.choosing import OneOf, SeenForm, offer
from drystane.board.forms.choices import choose_for_them
from drystane.board.models import Meeting


class MinuteForm(SeenForm):
    text = forms.CharField(
        label="The minute",
        widget=forms.Textarea(attrs={"rows": "24"}),
        help_text=(
            "A line that begins with # is a heading; a blank line begins a new paragraph. "
            "A minute is OFFICIAL: items that are not stay out of it."
        ),
    )
    field_order = ["text", "seen"]


class ApproveMinuteForm(SeenForm):
    at_meeting = OneOf(Meeting.objects.none(), label="At which meeting", empty_label="Choose a meeting")
    field_order = ["at_meeting", "seen"]

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "at_meeting", meetings)
        choose_for_them(self, "at_meeting", meetings)
