"""The controls that the forms of this room share."""

from decimal import Decimal
from typing import Any

from django import forms

from drystane.plans.models import PreventionLevel
from drystane.strategy.models import Objective


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


def give_choices(form: forms.BaseForm, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = choices


def short(level: str) -> str:
    """ "Primary", without what it means."""
    return PreventionLevel(level).label.partition(":")[0] if level else ""


LEVELS = [(level.value, short(level)) for level in PreventionLevel]


def objectives() -> list[tuple[str, str]]:
    """The objectives of all editions, each once."""
    rows = Objective.objects.order_by("edition__published_on", "order").values_list("code", "title")
    return list(dict(rows).items())
