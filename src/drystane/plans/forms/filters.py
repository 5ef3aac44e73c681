"""How a list of actions is narrowed."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from drystane.access.choosing import OneOf, any_of, offer
from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.partners.models import Organisation
from drystane.plans.brag import Colour
from drystane.plans.forms.choices import LEVELS, give_choices, objectives
from drystane.plans.models import Plan, Status
from drystane.plans.models.actions import ActionQuerySet

OPEN_STATUSES = "open"


class ActionFilters(PlainForm):
    """None of the choices is taken from the actions, so none tells of an action that one may not see."""

    text = forms.CharField(label="Words or number", required=False, max_length=100)
    plan = OneOf(Plan.objects.none(), label="Plan", required=False, empty_label="Any plan")
    status = forms.ChoiceField(
        label="Status",
        choices=any_of("Any status", [(OPEN_STATUSES, "Open, of any kind"), *Status.choices]),
        required=False,
    )
    brag = forms.ChoiceField(
        label="BRAG",
        choices=any_of("Any colour", [(colour.value, colour.value.capitalize()) for colour in Colour]),
        required=False,
    )
    level = forms.ChoiceField(
        label="Level of prevention", choices=any_of("Any level", LEVELS), required=False
    )
    objective = forms.ChoiceField(label="Objective", required=False)
    body = OneOf(
        Organisation.objects.order_by("name"), label="Lead body", required=False, empty_label="Any body"
    )
    mine = forms.BooleanField(label="I lead it", required=False)
    late = forms.BooleanField(label="Late", required=False)
    unowned = forms.BooleanField(label="Nobody leads it", required=False)

    def __init__(
        self, *args: Any, user: User, today: date, plans: QuerySet[Plan] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        give_choices(self, "objective", any_of("Any objective", objectives()))
        if plans is None:
            del self.fields["plan"]
        else:
            offer(self, "plan", plans)

    def narrow(self, rows: ActionQuerySet) -> ActionQuerySet:
        asked = self.cleaned_data
        exactly = {
            "plan": asked.get("plan"),
            "prevention_level": asked["level"],
            "objective": asked["objective"],
            "lead_body": asked["body"],
            "lead_person": self.user if asked["mine"] else None,
        }
        found = rows.filter(**{field: value for field, value in exactly.items() if value})
        if text := asked["text"]:
            found = found.filter(Q(title__icontains=text) | Q(detail__icontains=text) | Q(code__iexact=text))
        if status := asked["status"]:
            found = found.open() if status == OPEN_STATUSES else found.filter(status=status)
        if colour := asked["brag"]:
            found = found.coloured(colour, self.today)
        if asked["late"]:
            found = found.overdue(self.today)
        return found.unowned() if asked["unowned"] else found
