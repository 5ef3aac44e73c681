"""What the threat picture can be narrowed by."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from drystane.access.forms import PlainForm
from drystane.threats.models import CountSeries, Threat, ThreatView


class ThreatFilters(PlainForm):
    words = forms.CharField(label="Words in it", required=False, max_length=100)
    kind = forms.MultipleChoiceField(
        label="Kind", choices=Threat.Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    direction = forms.MultipleChoiceField(
        label="Direction",
        choices=ThreatView.Direction.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    confidence = forms.MultipleChoiceField(
        label="How sure",
        choices=ThreatView.Confidence.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    threat = forms.ModelChoiceField(
        Threat.objects.order_by("name"),
        label="Threat",
        required=False,
        to_field_name="ref",
        empty_label="Any",
    )

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The views that fit."""
        asked = self.cleaned_data
        for word in asked["words"].split():
            rows = rows.filter(Q(threat__name__icontains=word) | Q(text__icontains=word))
        if asked["kind"]:
            rows = rows.filter(threat__kind__in=asked["kind"])
        if asked["direction"]:
            rows = rows.filter(direction__in=asked["direction"])
        if asked["confidence"]:
            rows = rows.filter(confidence__in=asked["confidence"])
        return rows.filter(threat=asked["threat"]) if asked["threat"] else rows

    def narrow_unviewed(self, threats: QuerySet[Threat]) -> QuerySet[Threat]:
        """The threats nobody has said anything of yet, which have neither direction nor confidence."""
        asked = self.cleaned_data
        if asked["direction"] or asked["confidence"]:
            return threats.none()
        for word in asked["words"].split():
            threats = threats.filter(name__icontains=word)
        if asked["kind"]:
            threats = threats.filter(kind__in=asked["kind"])
        return threats.filter(pk=asked["threat"].pk) if asked["threat"] else threats

    def narrow_series(self, series: QuerySet[CountSeries]) -> QuerySet[CountSeries]:
        """The counts of the threats asked for. A count has no judged direction to ask for."""
        asked = self.cleaned_data
        if asked["kind"]:
            series = series.filter(threat__kind__in=asked["kind"])
        return series.filter(threat=asked["threat"]) if asked["threat"] else series
