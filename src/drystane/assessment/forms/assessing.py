"""Opening an assessment, submitting it, opening it again; what becomes of a gap."""

from typing import Any

from django import forms

from drystane.access.choosing import OneOf, SeenForm, offer
from drystane.access.forms import PlainForm
from drystane.assessment.models import GapState, Instrument
from drystane.assessment.models.gaps import GapQuerySet
from drystane.partners.models import Group


class OpenForm(PlainForm):
    group = OneOf(Group.objects.none(), label="Which group", empty_label="Choose")
    instrument = OneOf(
        Instrument.objects.filter(replaced_by=None).order_by("title"),
        label="Which questions",
        empty_label="Choose",
        help_text="The newest version of each.",
    )
    year = forms.IntegerField(label="For which year", min_value=2009, max_value=2099)
    due_on = forms.DateField(label="To be submitted by")

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group", groups)


class ReopenForm(SeenForm):
    why = forms.CharField(label="Why it is opened again", widget=forms.Textarea)
    field_order = ["why", "seen"]


class AcceptForm(SeenForm):
    why = forms.CharField(label="Why the gap can be lived with", widget=forms.Textarea)
    review_on = forms.DateField(label="When to look at it again")
    field_order = ["why", "review_on", "seen"]


class ReopenGapForm(SeenForm):
    why = forms.CharField(label="Why it needs an answer again", widget=forms.Textarea)
    field_order = ["why", "seen"]


class WeighForm(SeenForm):
    harm = forms.TypedChoiceField(
        label="How much harm follows where it is missing",
        choices=[(1, "1: some"), (2, "2: serious"), (3, "3: severe")],
        coerce=int,
        widget=forms.RadioSelect,
    )
    duty = forms.TypedChoiceField(
        label="Whether the law asks for it",
        choices=[(1, "1: it does not"), (2, "2: it does, so it counts twice")],
        coerce=int,
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label="Why it weighs otherwise", widget=forms.Textarea)
    field_order = ["harm", "duty", "why", "seen"]


class GapFilters(PlainForm):
    """None of the choices is taken from the gaps, so none tells of a gap that one may not see."""

    text = forms.CharField(label="Words or code", required=False, max_length=100)
    group = OneOf(Group.objects.order_by("name"), label="Group", required=False, empty_label="Any group")
    state = forms.ChoiceField(
        label="What became of it", choices=[("", "Anything"), *GapState.choices], required=False
    )
    year = forms.IntegerField(label="Year", required=False, min_value=2000, max_value=2100)

    def narrow(self, rows: GapQuerySet) -> GapQuerySet:
        asked = self.cleaned_data
        found = rows.filter(state=asked["state"]) if asked["state"] else rows
        if asked["group"]:
            found = found.filter(group=asked["group"])
        if asked["year"]:
            found = found.filter(answer__assessment__year=asked["year"]) | found.filter(
                agreement__first__year=asked["year"]
            )
        if text := asked["text"]:
            found = found.filter(title__icontains=text) | found.filter(code__iexact=text)
        return found
