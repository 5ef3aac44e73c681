"""Which council's form a paper takes, and the lines that this form asks for."""

from typing import Any

from django import forms

from drystane.access.choosing import SeenForm
from drystane.board.forms_of_paper import FRONT, Line, PaperForm, all_forms


class ChooseFormForm(SeenForm):
    form = forms.ChoiceField(label="In which form", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["form"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(form.code, form.name) for form in all_forms()]


class LinesForm(SeenForm):
    """A question for each line: none is compulsory, since a paper is written bit by bit."""

    def __init__(self, *args: Any, form: PaperForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, line in form.asked:
            self.fields[key] = question(key, line)

    @property
    def lines(self) -> dict[str, str]:
        return {key: said for key, said in self.cleaned_data.items() if key != "seen"}


def question(key: str, line: Line) -> forms.Field:
    label = line.label.removesuffix(":")
    if line.choices:
        choices = [("", "Not said yet"), *((choice, choice) for choice in line.choices)]
        return forms.ChoiceField(label=label, choices=choices, required=False, help_text=line.help)
    is_front = key.startswith(FRONT)
    widget = forms.TextInput() if is_front else forms.Textarea(attrs={"rows": "3"})
    return forms.CharField(
        label=label, required=False, max_length=200 if is_front else 4000, widget=widget, help_text=line.help
    )
