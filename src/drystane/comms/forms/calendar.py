"""What the calendar can be narrowed by."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from drystane.access.choosing import any_of
from drystane.access.forms import PlainForm
from drystane.comms.models import Channel, Strand
from drystane.strategy.models import Audience


class CalendarFilters(PlainForm):
    strand = forms.ChoiceField(label="Part of", choices=any_of("All", Strand.choices), required=False)
    audience = forms.ChoiceField(
        label="For whom", choices=any_of("Everybody", Audience.choices), required=False
    )
    channel = forms.ModelChoiceField(
        Channel.objects.order_by("name"),
        label="Channel",
        required=False,
        to_field_name="code",
        empty_label="Any",
    )

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["strand"]:
            rows = rows.filter(campaign__strand=asked["strand"])
        if asked["audience"]:
            rows = rows.filter(message__audience=asked["audience"])
        return rows.filter(channel=asked["channel"]) if asked["channel"] else rows
