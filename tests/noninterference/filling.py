"""A form as somebody at a browser would fill it in: what stands in it is left, what is needed is given."""

from datetime import date
from typing import Any

from django import forms

WORDS = "Ask the carriers again"
DAY = date(2015, 11, 10)


def filled(form: forms.BaseForm) -> dict[str, Any]:
    given = {name: value_for(form, name, field) for name, field in form.fields.items()}
    return {form.add_prefix(name): value for name, value in given.items() if value not in (None, "", [])}


def value_for(form: forms.BaseForm, name: str, field: forms.Field) -> Any:
    stands = field.prepare_value(form.get_initial_for_field(field, name))
    if stands not in (None, "", []):
        return stands
    return sample(field) if field.required else None


def sample(field: forms.Field) -> Any:
    if isinstance(field, forms.ModelChoiceField):
        return next((field.prepare_value(row) for row in field.queryset or []), None)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices  # of pairs, as our forms give them
        return next((key for key, _ in choices if key), None)
    if isinstance(field, forms.DateField):
        return DAY.isoformat()
    return WORDS if isinstance(field, forms.CharField) else "1"
