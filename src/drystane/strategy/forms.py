"""What the lists of an edition can be narrowed by."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from drystane.access.forms import PlainForm
from drystane.documents.models import CiteStatus
from drystane.strategy.models import (
    Audience,
    CaseStudy,
    Contradiction,
    Edition,
    Figure,
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
