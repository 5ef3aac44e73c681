"""Forms in the design system's markup, with errors that a person can act on."""

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from drystane.access.forms import PlainForm
from drystane.site.forms import CLASSES, CONTROLS, DesignSystemField
from drystane.site.tests.sample import SampleForm

GOOD: dict[str, Any] = {
    "title": "Warn tenants",
    "what": "Leaflets",
    "level": "1",
    "audiences": ["i", "b"],
    "partner": "p",
    "due": "2/9/2015",
    "cost": "100",
    "secret": "correct horse battery staple",
    "agreed": "on",
}


def filled(**changes: Any) -> SampleForm:
    return SampleForm({**GOOD, **changes}, {"paper": SimpleUploadedFile("paper.txt", b"words")})


def test_a_good_form_is_taken() -> None:
    form = filled()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["due"] == date(2015, 9, 2)


@pytest.mark.parametrize(
    "typed", ["2/9/2015", "02/09/2015", "2/9/15", "2015-09-02", "2 September 2015", "2 Sep 2015"]
)
def test_a_day_may_be_typed_as_people_write_it(typed: str) -> None:
    form = filled(due=typed)
    assert form.is_valid()
    assert form.cleaned_data["due"] == date(2015, 9, 2)


def test_a_day_is_shown_as_it_is_typed() -> None:
    assert 'value="02/09/2015"' in str(SampleForm(initial={"due": date(2015, 9, 2)})["due"])


@pytest.mark.parametrize("name", list(SampleForm.base_fields))
def test_every_error_names_its_field(name: str) -> None:
    if not SampleForm.base_fields[name].required:
        return
    said = str(SampleForm({}).errors[name])
    assert str(SampleForm.base_fields[name].label) in said
    assert "This field" not in said


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("title", "x" * 30, "Shorten “Title” to at most 20 characters: it has 30."),
        ("level", "9", "Choose one of the answers offered for “Level of prevention”."),
        ("audiences", ["x"], "Choose one of the answers offered for “Audiences”."),
        ("due", "31/2/2015", "Enter a real date for “Due”, for example 2/9/2015."),
        ("cost", "lots", "Enter a whole number for “Cost in pounds”, in figures."),
        ("cost", "-1", "Give a number no less than 0 for “Cost in pounds”."),
    ],
)
def test_a_wrong_value_is_answered_with_the_remedy(name: str, typed: object, said: str) -> None:
    assert filled(**{name: typed}).errors[name] == [said]


def test_a_forms_own_words_are_kept() -> None:
    class Own(PlainForm):
        title = forms.CharField(label="Title", error_messages={"required": "Enter the action's title."})

    assert Own({}).errors["title"] == ["Enter the action's title."]


def test_a_label_with_a_percent_sign_does_no_harm() -> None:
    class Percent(PlainForm):
        share = forms.IntegerField(label="100 % of what", max_value=1)

    assert Percent({"share": "5"}).errors["share"] == ["Give a number no greater than 1 for “100 % of what”."]


def test_the_error_summary_leads_to_each_control() -> None:
    page = str(SampleForm({}))
    targets = re.findall(r'<a href="#([^"]+)">', page)
    assert len(targets) == sum(field.required for field in SampleForm.base_fields.values())
    for target in targets:
        assert re.search(rf'<(input|textarea|select)[^>]* id="{target}"', page), target


def test_hint_and_error_are_told_with_the_control() -> None:
    page = str(SampleForm({}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in page
    assert '<fieldset id="id_level" aria-describedby="id_level_helptext id_level_error">' in page
    assert 'id="id_title_helptext"' in page
    assert 'id="id_title_error"' in page


def test_nothing_typed_is_lost() -> None:
    page = str(filled(title="x" * 30))
    for words in ("x" * 30, "Leaflets", 'value="2/9/2015"', 'value="100"', 'value="p" selected'):
        assert words in page
    assert page.count("checked") == 4, "one radio, two boxes of three, and the agreement"
    assert "battery" not in page, "but a password is never sent back"


def test_only_what_may_be_left_out_is_marked() -> None:
    page = str(SampleForm())
    assert page.count("(optional)") == 1
    assert not re.search(r"<(input|textarea|select)[^>]* required", page), (
        "the browser's own words would come first"
    )


def test_a_form_without_errors_has_no_summary() -> None:
    assert "There is a problem" not in str(SampleForm())


def test_hidden_fields_stay_hidden() -> None:
    class Hidden(PlainForm):
        next = forms.CharField(widget=forms.HiddenInput, required=False)

    page = str(Hidden())
    assert 'type="hidden"' in page
    assert "<label" not in page


@pytest.mark.parametrize(
    ("field", "control"),
    [
        (forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple), "checkboxes"),
        (forms.ChoiceField(widget=forms.RadioSelect), "radios"),
        (forms.MultipleChoiceField(), "many"),
        (forms.ChoiceField(), "select"),
        (forms.BooleanField(), "checkbox"),
        (forms.FileField(), "file"),
        (forms.DateField(), "date"),
        (forms.IntegerField(), "number"),
        (forms.CharField(widget=forms.Textarea), "textarea"),
        (forms.CharField(widget=forms.PasswordInput), "text"),
        (forms.EmailField(), "text"),
    ],
)
def test_each_control_is_known_for_what_it_is(field: forms.Field, control: str) -> None:
    assert DesignSystemField(PlainForm(), field, "name").control == control


def test_every_control_with_classes_of_its_own_exists() -> None:
    assert set(CLASSES) <= {control for _, control in CONTROLS}
