"""The controls that the forms of this room share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator

from drystane.plans.models import PreventionLevel
from drystane.strategy.models import Objective


class OneOf(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django takes no argument here
    """A choice of one record by its public id, its words cut to fit a line."""

    def __init__(self, *args: Any, empty_label: str = "None", **kwargs: Any) -> None:
        super().__init__(*args, to_field_name="ref", empty_label=empty_label, **kwargs)

    def label_from_instance(self, obj: object) -> str:
        return Truncator(str(obj)).chars(110)


class SomeOf(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of several records, each a box to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, to_field_name="ref", **kwargs)


class Pounds(forms.DecimalField):
    """An amount as people type it: 1,500 or £1,500.00."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=12,
            decimal_places=2,
            min_value=Decimal(0),
            widget=forms.TextInput({"inputmode": "decimal", "class": "ds_input--fixed-10"}),
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", "").replace("£", "") if isinstance(value, str) else value)


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Give a field of choices its rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # a field's type is not in its form's
    field.queryset = rows


def give_choices(form: forms.BaseForm, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = choices


def any_of(words: str, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", words), *choices]


def short(level: str) -> str:
    """ "Primary", without what it means."""
    return PreventionLevel(level).label.partition(":")[0] if level else ""


LEVELS = [(level.value, short(level)) for level in PreventionLevel]


def objectives() -> list[tuple[str, str]]:
    """The objectives of all editions, each once."""
    rows = Objective.objects.order_by("edition__published_on", "order").values_list("code", "title")
    return list(dict(rows).items())
