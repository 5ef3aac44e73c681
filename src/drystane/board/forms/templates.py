"""A Word template of one's own: the file, and for which form of paper."""

from typing import Any

from django import forms

from drystane.access.forms import PlainForm
from drystane.board.forms_of_paper import all_forms
from drystane.board.own_templates import MOST_BYTES


class TemplateForm(PlainForm):
    form = forms.ChoiceField(label="For which form of paper")
    file = forms.FileField(label="The Word file", help_text="A .docx of at most 5 MB, without macros.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["form"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "Choose a form"), *((form.code, form.name) for form in all_forms())]

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError("This file is larger than 5 MB. Make its pictures smaller.")
        return given
