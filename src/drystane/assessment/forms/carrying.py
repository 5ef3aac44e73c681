"""What becomes of an answer once a newer edition asks otherwise."""

from typing import Any

from django import forms

from drystane.access.choosing import OneOf, SeenForm
from drystane.access.forms import PlainForm
from drystane.assessment.carrying import decided_as, undecided
from drystane.assessment.models import Fate
from drystane.assessment.models.answers import AnswerQuerySet
from drystane.partners.models import Group
from drystane.strategy.models import Comparison

NOBODY = "none"  # nobody has decided it


class CarryFilters(PlainForm):
    """None of the choices is taken from the answers, so none tells of one that one may not see."""

    group = OneOf(Group.objects.order_by("name"), label="Group", required=False, empty_label="Any group")
    fate = forms.ChoiceField(
        label="What becomes of it",
        choices=[("", "Anything"), (NOBODY, "Nobody has decided"), *Fate.choices],
        required=False,
    )

    def __init__(self, *args: Any, comparison: Comparison, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.comparison = comparison

    def narrow(self, rows: AnswerQuerySet) -> AnswerQuerySet:
        asked = self.cleaned_data
        if asked["group"]:
            rows = rows.filter(assessment__group=asked["group"])
        if asked["fate"] == NOBODY:
            return undecided(self.comparison, rows)
        return decided_as(self.comparison, rows, asked["fate"]) if asked["fate"] else rows


class CarryForm(SeenForm):
    fate = forms.ChoiceField(label="What becomes of it", widget=forms.RadioSelect)
    why = forms.CharField(
        label="Why",
        widget=forms.Textarea,
        required=False,
        help_text="Needed to park it, and to take a decision back.",
    )
    field_order = ["fate", "why", "seen"]

    def __init__(self, *args: Any, is_settled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fate"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # a field's type is not in its form's
        taking_back = [(NOBODY, "Take the decision back: nobody has decided")] if is_settled else []
        field.choices = [*Fate.choices, *taking_back]

    def clean_fate(self) -> str:
        fate: str = self.cleaned_data["fate"]
        return "" if fate == NOBODY else fate
