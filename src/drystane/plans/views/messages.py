"""A message for a plan to carry: one that is there already, or one in the group's own words."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.partners.sight import require
from drystane.plans.forms.message import MessageForm
from drystane.plans.models import Plan
from drystane.plans.operations import add_message, write_message


def seen_plan(user: User, ref: str) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(user).select_related("group__overseen_by"), ref=ref)


@page(methods={"GET", "POST"}, needs=Permission.PROPOSE)
def new_message(request: Request, ref: str) -> HttpResponse:
    plan = seen_plan(request.user, ref)
    require(request.user, Permission.PROPOSE, plan)
    form = MessageForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            if given["message"]:
                add_message(plan, given["message"], by=request.user, at=clock.now())
            else:
                write_message(
                    plan, audience=given["audience"], text=given["text"], by=request.user, at=clock.now()
                )
            messages.success(request, "The plan now carries the message.")
            return redirect(plan)
    return render(request, "plans/add_message.html", {"plan": plan, "form": form})
