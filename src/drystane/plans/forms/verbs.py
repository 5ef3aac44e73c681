"""What each verb asks before it is done."""

from typing import Any

from django import forms

from drystane.access.choosing import MarkingForm, OneOf, SeenForm, offer
from drystane.plans.models import JUDGED, Action, Progress
from drystane.strategy.models import Recommendation

BY_RULE = "rule"


class MoveForm(SeenForm):
    why = forms.CharField(label="A note for the history", widget=forms.Textarea, required=False)


class ReasonForm(SeenForm):
    why = forms.CharField(label="Why", widget=forms.Textarea)


class FinishForm(SeenForm):
    why = forms.CharField(label="What was achieved", widget=forms.Textarea)


class MainstreamForm(MoveForm):
    to_whom = forms.CharField(
        label="Whose everyday work it is now",
        max_length=200,
        help_text="A post, a team or a service, such as Licensing.",
    )
    on = forms.DateField(label="Since when")
    field_order = ["to_whom", "on", "why", "seen"]


class UpdateForm(SeenForm):
    progress = forms.ChoiceField(label="How it stands", choices=Progress.choices, widget=forms.RadioSelect)
    on = forms.DateField(label="On which day")
    text = forms.CharField(label="What was done, and what stands in the way", widget=forms.Textarea)
    field_order = ["progress", "text", "on", "seen"]


class RedateForm(SeenForm):
    to = forms.DateField(label="The new date")
    why = forms.CharField(label="Why it moves", widget=forms.Textarea)
    field_order = ["to", "why", "seen"]


class OverrideForm(SeenForm):
    colour = forms.ChoiceField(
        label="What you judge it to be",
        choices=[
            *((colour.value, colour.value.capitalize()) for colour in JUDGED),
            (BY_RULE, "As the rule says"),
        ],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label="Why", widget=forms.Textarea, help_text="It stands beside what the rule says."
    )
    field_order = ["colour", "why", "seen"]

    def clean_colour(self) -> str:
        colour: str = self.cleaned_data["colour"]
        return "" if colour == BY_RULE else colour


class MarkForm(MarkingForm, SeenForm):
    why = forms.CharField(
        label="Why", widget=forms.Textarea, required=False, help_text="Needed to lower a marking."
    )
    field_order = ["marking", "descriptor", "why", "seen"]


class RepointForm(SeenForm):
    to = OneOf(
        Recommendation.objects.none(),
        label="The recommendation it rests on from now on",
        required=False,
        empty_label="None: it rests on something else",
    )
    why = forms.CharField(label="Why", widget=forms.Textarea)
    field_order = ["to", "why", "seen"]

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Recommendation.objects.exclude(pk=action.recommendation_id or 0)
        offer(self, "to", rows.order_by("-edition__published_on", "order", "code"))
