"""What the lists of an edition can be narrowed by, and what is asked to decide between two."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from drystane.access.choosing import OneOf, SeenForm, offer
from drystane.access.forms import PlainForm
from drystane.documents.models import CiteStatus
from drystane.partners.models import Group
from drystane.strategy.comparing import found
from drystane.strategy.models import (
    Audience,
    CaseStudy,
    Comparison,
    Contradiction,
    Correspondence,
    Counterpart,
    Edition,
    Figure,
    Kind,
    Message,
    Recommendation,
)

Rows = QuerySet[Any]


class EditionFilters(PlainForm):
    """Filters whose choices are those of one edition."""

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # a field's type is not in its form's
        field.choices = choices


class RecommendationFilters(EditionFilters):
    words = forms.CharField(label="Words in it", required=False, max_length=100)
    audience = forms.MultipleChoiceField(
        label="For whom", required=False, widget=forms.CheckboxSelectMultiple
    )
    objective = forms.MultipleChoiceField(
        label="Objective", required=False, widget=forms.CheckboxSelectMultiple
    )
    checked = forms.ChoiceField(label="Checked", required=False, choices=[("", "Any"), *CiteStatus.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("audience", audiences_of(self.edition.recommendations.all()))
        objectives = self.edition.objectives.order_by("order", "code")
        self.offer("objective", [(objective.code, objective.title) for objective in objectives])

    def narrow(self, rows: "QuerySet[Recommendation]") -> "QuerySet[Recommendation]":
        asked = self.cleaned_data
        for word in asked["words"].split():
            rows = rows.filter(Q(text__icontains=word) | Q(code__icontains=word))
        if asked["audience"]:
            rows = rows.filter(audience__in=asked["audience"])
        if asked["objective"]:
            rows = rows.filter(objective__code__in=asked["objective"])
        return rows.filter(cite_status=asked["checked"]) if asked["checked"] else rows


class FigureFilters(PlainForm):
    words = forms.CharField(label="Words in it", required=False, max_length=100)
    checked = forms.ChoiceField(label="Checked", required=False, choices=[("", "Any"), *CiteStatus.choices])
    disputed = forms.BooleanField(label="Disputed only", required=False)

    def narrow(self, rows: "QuerySet[Figure]") -> "QuerySet[Figure]":
        asked = self.cleaned_data
        for word in asked["words"].split():
            rows = rows.filter(
                Q(label__icontains=word) | Q(base__icontains=word) | Q(source__title__icontains=word)
            )
        if asked["checked"]:
            rows = rows.filter(cite_status=asked["checked"])
        return rows.filter(pk__in=disputed_figures()) if asked["disputed"] else rows


class MessageFilters(EditionFilters):
    words = forms.CharField(label="Words in it", required=False, max_length=100)
    audience = forms.MultipleChoiceField(
        label="For whom", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("audience", audiences_of(self.edition.messages.all()))

    def narrow(self, rows: "QuerySet[Message]") -> "QuerySet[Message]":
        for word in self.cleaned_data["words"].split():
            rows = rows.filter(text__icontains=word)
        asked = self.cleaned_data["audience"]
        return rows.filter(audience__in=asked) if asked else rows


class CaseStudyFilters(EditionFilters):
    words = forms.CharField(label="Words in it", required=False, max_length=100)
    objective = forms.ChoiceField(label="Objective", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        objectives = self.edition.objectives.order_by("order", "code")
        self.offer("objective", [("", "Any"), *((one.code, one.title) for one in objectives)])

    def narrow(self, rows: "QuerySet[CaseStudy]") -> "QuerySet[CaseStudy]":
        for word in self.cleaned_data["words"].split():
            rows = rows.filter(
                Q(title__icontains=word)
                | Q(who_was_harmed__icontains=word)
                | Q(partners__icontains=word)
                | Q(what_was_done__icontains=word)
                | Q(result__icontains=word)
                | Q(lesson__icontains=word)
            )
        asked = self.cleaned_data["objective"]
        return rows.filter(objective=asked) if asked else rows


def disputed_figures() -> Rows:
    return Contradiction.objects.values("figure")


def audiences_of(rows: Rows) -> list[tuple[str, str]]:
    """The audiences that some of these rows are for, in the order of the table of audiences."""
    there = set(rows.order_by().values_list("audience", flat=True).distinct())
    return [(value, words) for value, words in Audience.choices if value in there]


class CorrespondenceFilters(PlainForm):
    words = forms.CharField(label="Words or code", required=False, max_length=100)
    kind = forms.MultipleChoiceField(
        label="What became of it", choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    state = forms.ChoiceField(
        label="Decided",
        choices=[("", "Either"), ("open", "Nobody has decided"), ("decided", "Decided")],
        required=False,
    )

    def narrow(self, rows: "QuerySet[Correspondence]") -> "QuerySet[Correspondence]":
        asked = self.cleaned_data
        for word in asked["words"].split():
            asks = Q(recommendation__text__icontains=word) | Q(recommendation__code__icontains=word)
            rows = rows.filter(pk__in=Counterpart.objects.filter(asks).values("correspondence"))
        if asked["kind"]:
            rows = rows.filter(kind__in=asked["kind"])
        return rows.filter(decided_at__isnull=asked["state"] == "open") if asked["state"] else rows


class CodesField(forms.CharField):
    """Recommendations of one edition, named by their codes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=2_000, **kwargs)
        self.edition: Edition | None = None

    def clean(self, value: Any) -> list[Recommendation]:
        wanted = list(dict.fromkeys(str(super().clean(value)).replace(",", " ").split()))
        rows = Recommendation.objects.filter(edition=self.edition, code__in=wanted)
        asked = {one.code: one for one in rows}
        if unknown := [code for code in wanted if code not in asked]:
            raise forms.ValidationError(
                f"{self.edition} asks nothing under {', '.join(unknown)}. Give codes as the page shows them."
            )
        return [asked[code] for code in wanted]


class DecideForm(SeenForm):
    kind = forms.ChoiceField(label="What became of it", widget=forms.RadioSelect)
    before = CodesField(label="Of the earlier edition", help_text="Codes with a space between them, or none.")
    after = CodesField(label="Of the later edition", help_text="Codes with a space between them, or none.")
    why = forms.CharField(
        label="Why",
        widget=forms.Textarea,
        required=False,
        help_text="Needed where it is another than was proposed. Anybody with an account can read it.",
    )
    field_order = ["kind", "before", "after", "why", "seen"]

    def __init__(self, *args: Any, comparison: Comparison, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101  # a field's type is not in its form's
        kind.choices = [(one.value, f"{one.label}: {one.meaning}") for one in found.Kind]
        for name, edition in (("before", comparison.earlier), ("after", comparison.later)):
            field = self.fields[name]
            assert isinstance(field, CodesField)  # noqa: S101  # as above
            field.edition, field.label = edition, f"Of the edition of {edition.code}"


class TakeBackForm(SeenForm):
    why = forms.CharField(label="Why", widget=forms.Textarea)


class CompareForm(PlainForm):
    board = OneOf(Group.objects.none(), label="Which board decides", empty_label=None)

    def __init__(self, *args: Any, boards: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "board", Group.objects.filter(pk__in=[one.pk for one in boards]).order_by("name"))
