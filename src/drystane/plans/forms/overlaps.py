"""What is asked before a pair is decided, and how the list of pairs is narrowed."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from drystane.access.choosing import OneOf, SeenForm, any_of, offer
from drystane.access.forms import PlainForm
from drystane.partners.models import Group
from drystane.plans.likeness import FACETS, names_of
from drystane.plans.models import Action, Decision, Overlap, OverlapState, Plan
from drystane.plans.models.overlaps import UNDECIDED, OverlapQuerySet


class PairForm(SeenForm):
    """Carries both what the pair and what its two actions were when they were looked at."""

    looked_at = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, overlap: Overlap, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.overlap = overlap
        if "lead" in self.fields:
            field = self.fields["lead"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = [(side.ref, f"{side.title} ({side.plan.group})") for side in overlap.sides]

    def look_anew(self, overlap: Overlap, looked_at: str) -> None:
        """Somebody was told of a change and now reads both as they are: what they send next is meant so."""
        self.look_again(overlap.version)
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["looked_at"] = looked_at
        self.data = data

    @property
    def chosen(self) -> Action:
        wanted = self.cleaned_data["lead"]
        return next(side for side in self.overlap.sides if side.ref == wanted)


class NoteForm(PairForm):
    why = forms.CharField(label="A note for the history", widget=forms.Textarea, required=False)


class MergeForm(NoteForm):
    lead = forms.ChoiceField(label="Which of the two stays", widget=forms.RadioSelect)
    field_order = ["lead", "why"]


class LeadForm(NoteForm):
    lead = forms.ChoiceField(label="Which of the two leads", widget=forms.RadioSelect)
    field_order = ["lead", "why"]


class SequenceForm(NoteForm):
    lead = forms.ChoiceField(label="Which of the two comes first", widget=forms.RadioSelect)
    field_order = ["lead", "why"]


class ReasonForm(PairForm):
    why = forms.CharField(label="Why", widget=forms.Textarea)


class FacetsForm(SeenForm):
    """What an action is read as; to be put right where the machine read it wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in FACETS.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=label, choices=names_of(name), required=False, widget=forms.CheckboxSelectMultiple
            )

    def codes(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(sorted(self.cleaned_data[name])) for name in FACETS}


class OverlapFilters(PlainForm):
    """The choices are plans and groups that one sees in any case, so none tells of a pair."""

    words = forms.CharField(label="Words", required=False, max_length=100)
    plan = OneOf(Plan.objects.none(), label="Plan", required=False, empty_label="Any plan")
    group = OneOf(Group.objects.order_by("name"), label="Group", required=False, empty_label="Any group")
    state = forms.ChoiceField(
        label="State",
        choices=any_of("Any", [(state.value, state.label) for state in UNDECIDED]),
        required=False,
    )
    decision = forms.ChoiceField(label="Decision", choices=any_of("Any", Decision.choices), required=False)

    def __init__(self, *args: Any, plans: QuerySet[Plan], of_decided: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "plan", plans)
        del self.fields["state" if of_decided else "decision"]

    def narrow(self, rows: OverlapQuerySet) -> OverlapQuerySet:
        asked = self.cleaned_data
        if text := asked["words"]:
            rows = rows.filter(Q(first__title__icontains=text) | Q(second__title__icontains=text))
        if plan := asked["plan"]:
            rows = rows.filter(Q(first__plan=plan) | Q(second__plan=plan))
        if group := asked["group"]:
            rows = rows.touching(frozenset({group.pk}))
        if state := asked.get("state"):
            rows = rows.filter(state=OverlapState(state))
        if decision := asked.get("decision"):
            rows = rows.filter(decision=decision)
        return rows
