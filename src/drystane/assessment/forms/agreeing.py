"""A common position proposed, answered, taken back; the crosswalk changed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from drystane.access.choosing import OneOf, SeenForm, offer
from drystane.access.forms import PlainForm
from drystane.assessment.models import RESULTS, Crosswalk, Question
from drystane.partners.models import Group

FOR_WHOM = "You may speak for both groups here: say for which you act now."


def groups(ids: Sequence[Group]) -> Any:
    return Group.objects.filter(pk__in=[group.pk for group in ids]).order_by("name")


class ActingForm(PlainForm):
    """Asks for which group one acts, of somebody who holds the right in both."""

    acting_for = OneOf(
        Group.objects.none(),
        label="For which group you act",
        help_text=FOR_WHOM,
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, holds: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holds = holds
        if len(holds) > 1:
            offer(self, "acting_for", groups(holds))
        else:
            del self.fields["acting_for"]

    @property
    def acts_for(self) -> Group:
        found: Group = self.cleaned_data.get("acting_for") or self.holds[0]
        return found


class ProposeForm(ActingForm):
    position = forms.TypedChoiceField(
        label="Where both groups stand", choices=RESULTS, coerce=int, widget=forms.RadioSelect
    )
    reason = forms.CharField(label="Why both stand there", widget=forms.Textarea)
    lead_group = OneOf(
        Group.objects.none(),
        label="Which group takes the rest on",
        help_text="What is missing becomes a gap of that group.",
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, both: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "lead_group", groups(both))


class ConfirmForm(ActingForm, SeenForm):
    why = forms.CharField(label="A note for the history", widget=forms.Textarea, required=False)
    field_order = ["acting_for", "why", "seen"]


class DeclineForm(ActingForm, SeenForm):
    why = forms.CharField(label="Why your group sees it otherwise", widget=forms.Textarea)
    field_order = ["acting_for", "why", "seen"]


class WithdrawPositionForm(SeenForm):
    why = forms.CharField(label="Why it is taken back", widget=forms.Textarea)
    field_order = ["why", "seen"]


class Questions(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Question.objects.none(), to_field_name="ref", **kwargs)


class TieForm(SeenForm):
    """Which questions of either side meet."""

    questions = Questions(label="The questions that meet here, at least one of each side")
    why = forms.CharField(label="Why", widget=forms.Textarea)
    field_order = ["questions", "why", "seen"]

    def __init__(self, *args: Any, crosswalk: Crosswalk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        both = [crosswalk.first_id, crosswalk.second_id]
        found = Question.objects.filter(instrument__in=both).order_by("instrument", "order")
        offer(self, "questions", found)


class AddSubjectForm(TieForm):
    code = forms.SlugField(label="A short code", max_length=20, help_text="For example, S16")
    title = forms.CharField(label="What both ask about", max_length=120)
    about = forms.CharField(label="How they meet and differ", widget=forms.Textarea, required=False)
    field_order = ["code", "title", "about", "questions", "why"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["seen"]


class RemoveSubjectForm(SeenForm):
    why = forms.CharField(label="Why the two do not meet here", widget=forms.Textarea)
    field_order = ["why", "seen"]
