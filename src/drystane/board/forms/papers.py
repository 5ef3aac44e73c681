"""What a paper says: its front, its marking, its text, what it recommends, what stands behind it."""

from typing import Any

from django import forms

from drystane.access.choosing import MarkingForm, OneOf, SeenForm, SomeOf, offer
from drystane.access.forms import PlainForm
from drystane.board.models import Tasking
from drystane.board.models.papers import Verb
from drystane.plans.models import Action
from drystane.strategy.models import Edition, Figure, Message, Recommendation


class BeginPaperForm(PlainForm):
    to = forms.CharField(label="To", max_length=200)
    report_by = forms.CharField(label="Report by", max_length=200, help_text="The post, not the person.")
    heading = forms.CharField(label="Heading", max_length=240)


class FrontForm(BeginPaperForm, SeenForm):
    field_order = ["to", "report_by", "heading", "seen"]


class MarkPaperForm(MarkingForm, SeenForm):
    why = forms.CharField(
        label="Why, if you lower it", widget=forms.Textarea, required=False, help_text="Kept with the paper."
    )
    field_order = ["marking", "descriptor", "why", "seen"]


class SectionForm(SeenForm):
    text = forms.CharField(
        label="Text",
        required=False,
        widget=forms.Textarea(attrs={"rows": "18"}),
        help_text="A blank line begins a new paragraph. The paragraphs are numbered for you.",
    )
    figure = OneOf(
        Figure.objects.none(), label="A figure to cite", required=False, empty_label="Choose a figure"
    )
    paragraph = forms.IntegerField(
        label="At the end of which paragraph",
        required=False,
        min_value=1,
        help_text="Its place in this section: 1 for the first. Left empty, the last.",
    )
    field_order = ["text", "figure", "paragraph", "seen"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "figure", Figure.objects.select_related("edition").order_by("-as_of", "label", "code"))


class RecommendForm(SeenForm):
    verb = forms.ChoiceField(choices=[("", "Choose a verb"), *Verb.choices], label="That the board")
    text = forms.CharField(
        label="What follows the verb",
        widget=forms.Textarea,
        help_text="For example, after “note”: the points that the refreshed strategy raises.",
    )
    find = forms.CharField(
        label="Find rows it rests on",
        required=False,
        help_text="Words of a tasking, an action, a recommendation of the strategy or a message.",
    )
    taskings = SomeOf(Tasking.objects.none(), label="Taskings", required=False)
    actions = SomeOf(Action.objects.none(), label="Actions", required=False)
    asked_by = SomeOf(Recommendation.objects.none(), label="Recommendations of the strategy", required=False)
    messages = SomeOf(Message.objects.none(), label="Messages", required=False)
    field_order = ["verb", "text", "find", "taskings", "actions", "asked_by", "messages", "seen"]


class AppendixForm(SeenForm):
    edition = OneOf(
        Edition.objects.order_by("-published_on"),
        label="An edition of the strategy",
        required=False,
        empty_label="None: the text below",
    )
    title = forms.CharField(
        label="Title", max_length=240, required=False, help_text="Left empty, the edition's own title."
    )
    text = forms.CharField(label="Or a text of your own", widget=forms.Textarea, required=False)
    field_order = ["edition", "title", "text", "seen"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("edition") is None and not given.get("text", "").strip():
            self.add_error("edition", "Choose the edition to append, or write the appendix below.")
        elif given.get("edition") is None and not given.get("title", "").strip():
            self.add_error("title", "Give the appendix a title.")
        return given
