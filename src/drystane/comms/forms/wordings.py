"""What is asked of a message: which threat it is about, and its words in Gaelic or easy to read."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from drystane.access.choosing import OneOf, SeenForm, any_of, offer
from drystane.access.forms import PlainForm
from drystane.partners.models import Group
from drystane.strategy.models import Aim
from drystane.threats.models import Threat

KINDS = {
    "en-easy": ("Easy to read, in English", "en", True),
    "gd": ("Gaelic", "gd", False),
    "gd-easy": ("Easy to read, in Gaelic", "gd", True),
}


class AboutForm(PlainForm):
    threat = OneOf(
        Threat.objects.order_by("name"), label="Threat", required=False, empty_label="None in particular"
    )
    objective = forms.ChoiceField(
        label="Objective", choices=any_of("None in particular", Aim.choices), required=False
    )


class WordingForm(PlainForm):
    group = OneOf(Group.objects.none(), label="In the name of", empty_label="Choose a group")
    kind = forms.ChoiceField(
        label="Which words", choices=any_of("Choose one", [(key, words[0]) for key, words in KINDS.items()])
    )
    text = forms.CharField(label="The words", widget=forms.Textarea)

    def __init__(self, *args: Any, groups: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group", groups)


class RewordForm(SeenForm):
    text = forms.CharField(label="The words", widget=forms.Textarea)
