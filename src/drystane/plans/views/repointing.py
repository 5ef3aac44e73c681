"""Giving an action the recommendation it rests on now."""

from django.http import HttpResponse
from django.shortcuts import render

from drystane.access import clock
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.partners.sight import require
from drystane.plans.forms.verbs import RepointForm
from drystane.plans.repointing import repoint_action
from drystane.plans.views.verbs import seen_action, to_action, told
from drystane.strategy.models import Recommendation


@page(methods={"GET", "POST"}, needs=Permission.DIRECT_ACTION)
def repoint(request: Request, ref: str) -> HttpResponse:
    found = seen_action(request.user, ref)
    require(request.user, Permission.DIRECT_ACTION, found)
    asked = Recommendation.objects.visible_to(request.user).filter(ref=request.GET.get("to", "")).first()
    form = RepointForm(request.POST or None, action=found, initial={"to": asked, "seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            repoint_action(found, **form.cleaned_data, by=request.user, at=clock.now())
            return to_action(request, found, "The action has its new reason.")
        told(form, found)
    return render(
        request,
        "plans/repoint.html",
        {"action": found, "form": form, "page_marking": found.marking_label},
    )
