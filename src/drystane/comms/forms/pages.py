"""What is asked of a page for an audience, and of the decision to publish it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from drystane.access.choosing import OneOf, SeenForm, SomeOf, any_of, offer
from drystane.access.forms import PlainForm
from drystane.partners.models import Group
from drystane.strategy.models import Audience, Message


class WordsForm(PlainForm):
    title = forms.CharField(label="Title", max_length=100)
    intro = forms.CharField(
        label="First words",
        widget=forms.Textarea,
        help_text="Two or three short sentences. Anybody will be able to read them: name nobody.",
    )
    help_line = forms.CharField(
        label="Who to tell", widget=forms.Textarea, help_text="Whom to ring, and what happens then."
    )
    title_gd = forms.CharField(label="Title in Gaelic", max_length=100, required=False)
    intro_gd = forms.CharField(label="First words in Gaelic", widget=forms.Textarea, required=False)
    help_line_gd = forms.CharField(label="Who to tell, in Gaelic", widget=forms.Textarea, required=False)


class NewPageForm(WordsForm):
    group = OneOf(Group.objects.none(), label="Whose page it is", empty_label="Choose a board")
    audience = forms.ChoiceField(label="For whom", choices=any_of("Choose an audience", Audience.choices))
    field_order = ["group", "audience", "title", "intro", "help_line", "title_gd", "intro_gd", "help_line_gd"]

    def __init__(self, *args: Any, boards: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group", boards)


class EditPageForm(WordsForm, SeenForm):
    points = SomeOf(
        Message.objects.none(),
        label="What they can do",
        required=False,
        help_text="Checked easy words are used where there are any.",
    )
    field_order = ["title", "intro", "points", "help_line", "title_gd", "intro_gd", "help_line_gd", "seen"]

    def __init__(self, *args: Any, choices: QuerySet[Message], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "points", choices)


class PublishForm(PlainForm):
    why = forms.CharField(label="Why it is published", widget=forms.Textarea)
    seen = forms.CharField(widget=forms.HiddenInput)


class TakeDownForm(PlainForm):
    why = forms.CharField(label="Why it is taken down", widget=forms.Textarea)
