"""The controls and forms that several rooms share: choices of records, a marking, the version looked at."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import Truncator

from drystane.access.forms import PlainForm
from drystane.marking.models import Descriptor, Marking


class OneOf(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django takes no argument here
    """A choice of one record by its public id, its words cut to fit a line."""

    def __init__(self, *args: Any, empty_label: str | None = "None", **kwargs: Any) -> None:
        super().__init__(*args, to_field_name="ref", empty_label=empty_label, **kwargs)

    def label_from_instance(self, obj: object) -> str:
        return Truncator(str(obj)).chars(110)


class SomeOf(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of several records, each a box to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, to_field_name="ref", **kwargs)


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Give a field of choices its rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # a field's type is not in its form's
    field.queryset = rows


def any_of(words: str, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", words), *choices]


class SeenForm(PlainForm):
    """Carries the version that was looked at, so that the second of two people is told."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def version_seen(self) -> int:
        return int(self.cleaned_data["seen"])

    def look_again(self, version: int) -> None:
        """Somebody was told of a change and now sees it: what they send next is meant for it."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = str(version)
        self.data = data


class MarkingForm(PlainForm):
    marking = forms.ChoiceField(
        label="Marking", choices=Marking.choices, widget=forms.RadioSelect, initial=Marking.OFFICIAL
    )
    descriptor = forms.ChoiceField(
        label="Why it is sensitive", choices=any_of("It is not", Descriptor.choices), required=False
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("marking") == Marking.OFFICIAL:
            given["descriptor"] = ""
        elif given.get("marking") and not given.get("descriptor"):
            self.add_error("descriptor", "Choose why it is OFFICIAL-SENSITIVE.")
        return given
