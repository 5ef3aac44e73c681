"""A message for a plan to carry beside its actions."""

from typing import Any

from django import forms

from drystane.access.choosing import OneOf, any_of, offer
from drystane.access.forms import PlainForm
from drystane.plans.forms.action import edition_for, messages_for
from drystane.plans.models import Plan, PlanMessage
from drystane.strategy.models import Audience, Message


class MessageForm(PlainForm):
    """A message that an edition gives, or one in the group's own words."""

    message = OneOf(
        Message.objects.none(),
        label="A message of the strategy or of your group",
        required=False,
        empty_label="None of these",
    )
    audience = forms.ChoiceField(
        label="Who it is for", choices=any_of("Choose an audience", Audience.choices), required=False
    )
    text = forms.CharField(label="The message in your own words", widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        carried = PlanMessage.objects.filter(plan=plan).values("message")
        on_offer = messages_for(plan.group, edition_for(plan.group))
        offer(self, "message", on_offer.exclude(pk__in=carried))

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        picked, text = given.get("message"), given.get("text")
        if picked and text:
            self.add_error("text", "Pick a message or write one, not both.")
        elif not picked and not text and "message" not in self.errors:
            self.add_error("message", "Pick a message, or write one below.")
        elif text and not given.get("audience"):
            self.add_error("audience", "Choose who your message is for.")
        return given
