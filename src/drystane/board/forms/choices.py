"""What several forms of this room share."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from drystane.partners.models import Group


def groups_of(boards: QuerySet[Group]) -> QuerySet[Group]:
    """The groups that these boards oversee, and the boards themselves."""
    return Group.objects.filter(Q(overseen_by__in=boards) | Q(pk__in=boards.values("pk"))).order_by("name")


def choose_for_them(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Where there is only one to choose, do not ask."""
    if name in form.fields and len(only := list(rows[:2])) == 1:
        form.fields[name].initial = only[0].ref
        form.fields[name].widget = forms.HiddenInput()


class AnsweredField(forms.ChoiceField):
    """Its empty choice is an answer too, so the page does not call the question optional."""

    is_answered = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
