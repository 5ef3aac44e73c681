"""A site of sample pages, with every component on one of them, for tests alone."""

from datetime import UTC, date, datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path
from django.utils import timezone

from drystane.access.forms import PlainForm
from drystane.access.pages import Request, page
from drystane.site import exports

handler400 = "drystane.site.errors.bad_request"
handler403 = "drystane.site.errors.forbidden"
handler404 = "drystane.site.errors.not_found"
handler500 = "drystane.site.errors.broken"

COMPONENTS = """
{% extends "base.html" %}{% load furniture %}
{% block title %}Components{% endblock %}
{% block breadcrumbs %}{% breadcrumbs %}{% crumb "Home" "/" %}{% crumb "Plans" "/plans/" %}{% endbreadcrumbs %}{% endblock %}
{% block heading %}Stop bogus workmen reaching older people{% endblock %}
{% block purpose %}What this action is, why it exists, and what may be done next.{% endblock %}
{% block content %}
  {% figures %}
    {% figure 24 "actions under way" "/plans/" "counted 2 September 2015" %}
    {% figure 3 "late" "/plans/?late=yes" %}
    {% figure 65 "per cent of groups use a business" source="Police Scotland, June 2015" %}
  {% endfigures %}
  <div class="columns">
    <div>
      {% summary_card "The action" %}
        {% summary_list %}
          {% summary_row "Status" %}{% tag "Under way" "blue" %} {% brag "amber" "due in 5 days" %}{% endsummary_row %}
          {% summary_row "Lead" %}Trading Standards{% endsummary_row %}
          {% summary_row "Due" %}{{ due|day }}{% endsummary_row %}
          {% summary_row "Partner" %}{% endsummary_row %}
          {% summary_row "Marking" %}{% marking_tag "OFFICIAL" %} {% marking_tag "OFFICIAL-SENSITIVE COMMERCIAL" %}{% endsummary_row %}
          {% summary_row "All colours" %}{% brag "blue" %} {% brag "red" "21 days late" %} {% brag "green" %} {% brag "grey" "not started" %}{% endsummary_row %}
        {% endsummary_list %}
      {% endsummary_card %}
      {% button_row %}{% button "Mark as done" %}{% link_button "Change the date" "/change/" "secondary" %}{% endbutton_row %}
      <h2>What happened</h2>
      {% include "drystane/timeline.html" with events=events %}
      {% accordion %}
        {% accordion_item "Why this action exists" %}<p>Recommendation 14 of the 2015 strategy.</p>{% endaccordion_item %}
        {% accordion_item "Resources" %}<p>Two officers, one day a week.</p>{% endaccordion_item %}
      {% endaccordion %}
    </div>
    <div>
      {% notification "warning" "This overlaps" %}<p>The Prevent Group has related work.</p>{% endnotification %}
      {% notification %}<p>A plain word.</p>{% endnotification %}
      {% details "How a colour is given" %}<p>Amber is due within two weeks.</p>{% enddetails %}
      {% inset %}<p>Victims of bogus workmen are 81 on average.</p>{% endinset %}
      {% empty_state "No messages yet" %}<p>Propose the first one.</p>{% endempty_state %}
    </div>
  </div>
  <h2>Before the meeting</h2>
  {% include "drystane/task_list.html" with tasks=tasks %}
  <h2>Totals</h2>
  {% table_region "Actions by level of prevention" %}
    <table class="ds_table">
      <caption>Actions by level of prevention</caption>
      <thead><tr><th scope="col">Level</th><th scope="col" class="number">Actions</th><th scope="col">Led by a partner outside the council</th></tr></thead>
      <tbody>
        <tr><th scope="row">Primary</th><td class="number">12</td><td>Four of them</td></tr>
        <tr><th scope="row">Secondary</th><td class="number">7</td><td>None</td></tr>
      </tbody>
    </table>
  {% endtable_region %}
{% endblock %}
"""

FORM = """
{% extends "base.html" %}{% load furniture %}
{% block title %}Propose an action{% endblock %}
{% block heading %}Propose an action{% endblock %}
{% block purpose %}The lead officer agrees it, or says why not.{% endblock %}
{% block content %}
  <form method="post" enctype="multipart/form-data" novalidate>{% csrf_token %}{{ form }}{% button_row %}{% button "Propose it" %}{% link_button "Cancel" "/" "secondary" %}{% endbutton_row %}</form>
{% endblock %}
"""

PARTS = """
{% extends "base.html" %}{% load furniture %}
{% block title %}Parts{% endblock %}
{% block heading %}Parts{% endblock %}
{% block content %}
  <div id="part"><p>Asked {{ times }} times.</p></div>
  {% for status in statuses %}
    <form method="post" action="/parts/?status={{ status }}" hx-post="/parts/?status={{ status }}" hx-select="#part" hx-target="#part" hx-swap="outerHTML">{% csrf_token %}<button class="ds_button" type="submit">Answer {{ status }}</button></form>
  {% endfor %}
{% endblock %}
"""


class SampleForm(PlainForm):
    title = forms.CharField(label="Title", max_length=20, help_text="A few words that stand on their own")
    what = forms.CharField(label="What will be done", widget=forms.Textarea)
    level = forms.ChoiceField(
        label="Level of prevention",
        choices=[("1", "Primary"), ("2", "Secondary"), ("3", "Tertiary")],
        widget=forms.RadioSelect,
        help_text="Primary stops it from starting",
    )
    audiences = forms.MultipleChoiceField(
        label="Audiences",
        choices=[("i", "Individuals"), ("c", "Communities"), ("b", "Businesses")],
        widget=forms.CheckboxSelectMultiple,
    )
    partner = forms.ChoiceField(
        label="Partner", choices=[("", "Choose one"), ("p", "Police"), ("f", "Fire and rescue")], required=False
    )
    due = forms.DateField(label="Due")
    cost = forms.IntegerField(label="Cost in pounds", min_value=0)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    paper = forms.FileField(label="Paper")
    agreed = forms.BooleanField(label="The partner has agreed")


def show(request: Request, source: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    return HttpResponse(Template(source.strip()).render(RequestContext(request, context)), status=status)


@page(methods={"GET"}, needs="sign-in")
def home(request: Request) -> HttpResponse:
    return show(
        request,
        COMPONENTS,
        {
            "due": date(2015, 9, 2),
            "events": [
                {"sentence": "Morag agreed this on 3 September 2015.", "at": datetime(2015, 9, 3, tzinfo=UTC)},
                {"sentence": "Aileen proposed this on 2 September 2015.", "why": "The board asked for it"},
            ],
            "tasks": [
                {"title": "Read the paper", "url": "/paper/", "status": "Done", "colour": "green"},
                {"title": "Answer the tasking", "url": "/t/", "status": "To do", "colour": "grey", "summary": "Due soon"},
            ],
        },
    )


@page(methods={"GET", "POST"}, needs="sign-in")
def form(request: Request) -> HttpResponse:
    filled = SampleForm(request.POST or None, request.FILES or None)
    if filled.is_valid():
        messages.success(request, "The action is proposed.")
        messages.warning(request, "Nobody leads it yet.")
    return show(request, FORM, {"form": filled})


@page(methods={"GET", "POST"}, needs="sign-in")
def parts(request: Request) -> HttpResponse:
    status = int(request.GET.get("status", "200"))
    if status == 403:
        raise PermissionDenied("Your role in the Integrity Group does not let you agree an action.")
    if status == 500:
        return HttpResponse(status=500)
    context: dict[str, object] = {"times": 1 if request.method == "POST" else 0, "statuses": [200, 403, 404, 409, 500]}
    return show(request, PARTS, context, status)


@page(methods={"GET"}, needs="sign-in")
def sensitive(request: Request) -> HttpResponse:
    source = '{% extends "base.html" %}{% block heading %}A check{% endblock %}'
    return show(request, source, {"page_marking": "OFFICIAL-SENSITIVE COMMERCIAL", "example_notice": True})


@page(methods={"GET"}, needs="sign-in")
def wrong(request: Request) -> HttpResponse:
    raise ZeroDivisionError(timezone.now())


purpose = home

urlpatterns = [
    path("", home, name="home"),
    path("form/", form),
    path("parts/", parts),
    path("sensitive/", sensitive),
    path("wrong/", wrong),
    path("search/", home, name="search"),
    path("trail/", home, name="trail"),
    path("exports/<str:ref>/", exports.progress, name="export"),
    path("exports/<str:ref>/file/", exports.fetch, name="export_file"),
    path("", include("drystane.access.urls")),
    path("strategy/", include(([path("", home, name="index")], "strategy"))),
    path("threats/", include(([path("", home, name="index")], "threats"))),
    path("plans/", include(([path("", home, name="index")], "plans"))),
    path("partners/", include(([path("", home, name="index"), path("purpose/", home, name="purpose")], "partners"))),
    path(
        "board/",
        include(([path("taskings/", home, name="taskings"), path("meetings/", home, name="meetings")], "board")),
    ),
]
