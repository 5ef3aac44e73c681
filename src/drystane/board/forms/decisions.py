"""What the board did with an item, and which edition it adopts."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from drystane.access.choosing import OneOf, offer
from drystane.access.forms import PlainForm
from drystane.board.models import AgendaItem, Outcome
from drystane.partners.models import Group
from drystane.strategy.models import Edition

WHOLE_ITEM = "item"


class DecideForm(PlainForm):
    """What the board did. Each outcome asks for what it needs."""

    about = forms.ChoiceField(label="What was decided on", widget=forms.RadioSelect)
    outcome = forms.ChoiceField(choices=Outcome.choices, widget=forms.RadioSelect, label="What the board did")
    words = forms.CharField(
        label="In words, for the minute",
        widget=forms.Textarea,
        required=False,
        help_text="Needed where the board agreed it as amended: say how.",
    )
    remitted_to = OneOf(
        Group.objects.none(),
        label="If remitted, to which group",
        required=False,
        empty_label="Choose a group",
    )

    def __init__(
        self,
        *args: Any,
        item: AgendaItem,
        about: list[tuple[str, str]],
        groups: QuerySet[Group],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [*about, (WHOLE_ITEM, f"The item as a whole: {item.title}")]
        if not about:
            field.widget = forms.HiddenInput()
            self.initial["about"] = WHOLE_ITEM
        offer(self, "remitted_to", groups)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        outcome = given.get("outcome")
        if outcome == Outcome.AMENDED and not given.get("words", "").strip():
            self.add_error("words", "Say how the board amended it.")
        if outcome == Outcome.REMITTED and not given.get("remitted_to"):
            self.add_error("remitted_to", "Choose the group it was remitted to.")
        if outcome and outcome != Outcome.REMITTED:
            given["remitted_to"] = None
        return given


class AdoptionForm(PlainForm):
    edition = OneOf(Edition.objects.none(), label="Which edition", empty_label="Choose an edition")

    def __init__(self, *args: Any, board: Group, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "edition", Edition.objects.published_by(on).exclude(adoptions__group=board))
