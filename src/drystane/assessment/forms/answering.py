"""An answer as it is sent, perhaps with one piece of evidence; its verification; evidence taken back."""

from typing import Any

from django import forms

from drystane.access.choosing import SeenForm
from drystane.access.forms import PlainForm
from drystane.assessment.models import RESULTS, Confidence, Evidence, Kind, Progress
from drystane.assessment.operations import Given, NewEvidence
from drystane.marking.models import Descriptor, Marking, label

SAY = [
    *((str(result), words) for result, words in RESULTS),
    (Kind.UNKNOWN.value, "We do not know"),
    (Kind.NOT_APPLICABLE.value, "Not applicable"),
]
HANDLING = [
    ("", Marking.OFFICIAL.label),
    *((descriptor.value, label(Marking.SENSITIVE, [descriptor])) for descriptor in Descriptor),
]
SHOWN = ("type", "title", "on", "owner")  # what a piece of evidence needs
CHOOSE_WHICH = "Somebody else has saved this answer since you opened it. Choose which should stand."


class AnswerForm(PlainForm):
    """Checks what was sent. The page draws its own controls, since it has dozens of these."""

    say = forms.ChoiceField(
        label="How far it is met",
        choices=SAY,
        error_messages={
            "required": "Choose a result, or say that you do not know or that it does not apply."
        },
    )
    reason = forms.CharField(label="Why it does not apply", required=False)
    progress = forms.ChoiceField(
        label="Which way it goes", choices=[("", "Not said"), *Progress.choices], required=False
    )
    confidence = forms.ChoiceField(
        label="How sure you are", choices=[("", "Not said"), *Confidence.choices], required=False
    )
    note = forms.CharField(label="Note", required=False)
    type = forms.ChoiceField(
        label="Kind of evidence", choices=[("", "Choose"), *Evidence.Type.choices], required=False
    )
    title = forms.CharField(label="What shows it", max_length=200, required=False)
    on = forms.DateField(label="Its date", required=False)
    owner = forms.CharField(label="The post or service that has it", max_length=160, required=False)
    handling = forms.ChoiceField(label="Marking of the evidence", choices=HANDLING, required=False)
    seen = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": CHOOSE_WHICH, "invalid": CHOOSE_WHICH}
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if any(given.get(name) for name in SHOWN):
            for name in SHOWN:
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, f"Fill in “{self.fields[name].label}”, or take the evidence out.")
        return given

    @property
    def given(self) -> Given:
        said = self.cleaned_data
        is_rated = said["say"].isdigit()
        return Given(
            kind=Kind.RATED if is_rated else said["say"],
            result=int(said["say"]) if is_rated else None,
            reason=said["reason"] if said["say"] == Kind.NOT_APPLICABLE else "",
            progress=said["progress"],
            confidence=said["confidence"],
            note=said["note"],
        )

    @property
    def evidence(self) -> list[NewEvidence]:
        given = self.cleaned_data
        if not given["title"]:
            return []
        descriptor = given["handling"]
        return [
            NewEvidence(
                **{name: given[name] for name in SHOWN},
                marking=Marking.SENSITIVE if descriptor else Marking.OFFICIAL,
                descriptor=descriptor,
            )
        ]


AS_IT_IS = "as_it_is"


class VerifyForm(SeenForm):
    finding = forms.ChoiceField(label="What you find", widget=forms.RadioSelect)
    note = forms.CharField(
        label="What you looked at, and why you rate it otherwise if you do",
        widget=forms.Textarea,
        required=False,
    )
    field_order = ["finding", "note", "seen"]

    def __init__(self, *args: Any, is_rated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["finding"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # a field's type is not in its form's
        others = [(str(result), f"I rate it {words}") for result, words in RESULTS] if is_rated else []
        field.choices = [(AS_IT_IS, "I stand by the answer as it is"), *others]

    @property
    def result(self) -> int | None:
        found: str = self.cleaned_data["finding"]
        return None if found == AS_IT_IS else int(found)


class WithdrawForm(PlainForm):
    why = forms.CharField(label="Why it no longer counts", widget=forms.Textarea)
