"""What is asked about a spotlight: who tells what, and what the board makes of it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from drystane.access.choosing import OneOf, SeenForm, any_of, offer
from drystane.access.forms import PlainForm
from drystane.board.forms.choices import groups_of
from drystane.partners.models import Group, Organisation
from drystane.strategy.models import Audience


class SpotlightForm(PlainForm):
    topic = forms.CharField(label="The subject", max_length=200)
    body = OneOf(Organisation.objects.order_by("name"), label="Who presents", empty_label="Choose a body")
    post = forms.CharField(label="Which post of it", max_length=160, help_text="The post, not the person.")
    about = forms.CharField(label="What it is about", widget=forms.Textarea, required=False)
    material = forms.CharField(
        label="Material",
        max_length=300,
        required=False,
        help_text="Slides, a film, a leaflet: what is shown or handed out.",
    )
    held_by = forms.CharField(
        label="Where the material is held",
        max_length=300,
        required=False,
        help_text="Who keeps it, and under which reference. It is not stored here.",
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("material") and not given.get("held_by"):
            self.add_error("held_by", "Say where the material is held.")
        return given


class EditSpotlightForm(SpotlightForm, SeenForm):
    field_order = ["topic", "body", "post", "about", "material", "held_by", "seen"]


class OutcomeMessageForm(PlainForm):
    group = OneOf(Group.objects.none(), label="Which group tells it", empty_label="Choose a group")
    audience = forms.ChoiceField(
        label="Who it is for", choices=any_of("Choose an audience", Audience.choices)
    )
    text = forms.CharField(
        label="The message",
        widget=forms.Textarea,
        help_text="A message is OFFICIAL: leave out what is not.",
    )

    def __init__(self, *args: Any, boards: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group", groups_of(boards))


class IssueForm(PlainForm):
    words = forms.CharField(label="The strategic issue", widget=forms.Textarea)
    owner = OneOf(Group.objects.none(), label="Which group owns it", empty_label="Choose a group")

    def __init__(self, *args: Any, boards: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", groups_of(boards))


class PracticeForm(PlainForm):
    words = forms.CharField(label="What others should take from it", widget=forms.Textarea)


class NothingForm(PlainForm):
    words = forms.CharField(
        label="Why the board does nothing about it",
        widget=forms.Textarea,
        help_text="So that nobody asks again what was heard and weighed.",
    )


class FollowUpForm(PlainForm):
    what_came = forms.CharField(label="What came of it", widget=forms.Textarea)
