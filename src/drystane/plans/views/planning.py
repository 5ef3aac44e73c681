"""A group begins a plan, and puts right what the plan says of itself."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.partners.models import Group
from drystane.partners.sight import require
from drystane.plans.forms.plan import EditPlanForm, PlanForm
from drystane.plans.models import Plan
from drystane.plans.planning import begin_plan, describe_plan


def may_serve(user: User) -> QuerySet[Plan]:
    """The plans that a plan may be said to serve: those that this person sees."""
    return Plan.objects.visible_to(user)


@page(methods={"GET", "POST"}, needs=Permission.DIRECT_ACTION)
def new_plan(request: Request, ref: str) -> HttpResponse:
    group = get_object_or_404(Group.objects.visible_to(request.user), ref=ref)
    require(request.user, Permission.DIRECT_ACTION, group)
    form = PlanForm(request.POST or None, parents=may_serve(request.user))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            plan = begin_plan(group, fields=form.fields_given(), by=request.user, at=clock.now())
            messages.success(request, "The plan is begun. Put its first action forward.")
            return redirect(plan)
    return render(request, "plans/new_plan.html", {"group": group, "form": form})


@page(methods={"GET", "POST"}, needs=Permission.DIRECT_ACTION)
def edit_plan(request: Request, ref: str) -> HttpResponse:
    seen = Plan.objects.visible_to(request.user).select_related("group", "parent")
    plan = get_object_or_404(seen, ref=ref)
    require(request.user, Permission.DIRECT_ACTION, plan)
    others = may_serve(request.user).exclude(pk=plan.pk)
    form, changed = EditPlanForm(request.POST or None, plan=plan, parents=others), False
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            describe_plan(
                plan,
                fields=form.fields_given(),
                seen=form.version_seen,
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, "Your changes are saved.")
            return redirect(plan)
        plan.refresh_from_db()
        if changed := plan.version != form.version_seen:
            form.look_again(plan.version)
    return render(request, "plans/edit_plan.html", {"plan": plan, "form": form, "changed": changed})
