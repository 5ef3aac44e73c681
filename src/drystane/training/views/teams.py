"""Teams, and the rules of who must have which course."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.partners.models import Group
from drystane.partners.sight import may, require
from drystane.training import forms
from drystane.training.coverage import Count
from drystane.training.models import RoleRule, Team
from drystane.training.models.people import kept_by
from drystane.training.operations import teams as operations
from drystane.training.register import Register
from drystane.training.views.seen import (
    RECORD,
    asked,
    desks_kept,
    looked_again,
    seen_desk,
    seen_team,
    values_of,
)


@page(methods={"GET"}, needs="sign-in")
def teams(request: Request) -> HttpResponse:
    found = Team.objects.visible_to(request.user).select_related("group", "organisation", "service")
    rules = RoleRule.objects.visible_to(request.user).select_related("course", "group")
    return render(
        request,
        "training/teams.html",
        {
            "teams": found.order_by("organisation__name", "name", "ref"),
            "rules": rules.prefetch_related("teams").order_by("order", "title", "ref"),
            "kept": list(desks_kept(request.user)),
            "own": kept_by(request.user),
        },
    )


@page(methods={"GET"}, needs=Permission.SEE_OFFICIAL)
def team(request: Request, ref: str) -> HttpResponse:
    found, today = seen_team(request.user, ref), clock.today()
    keeps = may(request.user, RECORD, found)
    register = Register(Team.objects.filter(group=found.group))
    stands: list[tuple[object, Count | None]] = []
    for course, told in register.told(today, own=kept_by(request.user)).items():
        stands += [(course, line.count) for line in told.teams if line.name == found.name]
    staff = found.staff.current().order_by("reference", "ref") if keeps else None
    return render(
        request, "training/team.html", {"team": found, "stands": stands, "staff": staff, "keeps": keeps}
    )


@page(methods={"GET", "POST"}, needs=RECORD)
def new_team(request: Request, ref: str) -> HttpResponse:
    group = seen_desk(request.user, ref)
    require(request.user, RECORD, group)
    form = forms.TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = operations.add_team(group, fields=form.fields_given(), by=request.user, at=clock.now())
            messages.success(request, "The team is added. Bring its staff in from a list.")
            return redirect(made)
    return asked(
        request,
        form,
        heading="Add a team",
        purpose=f"{group} keeps its training records. Any partner's team can be trained.",
        words="Add the team",
        back=reverse("training:teams"),
    )


@page(methods={"GET", "POST"}, needs=RECORD)
def edit_team(request: Request, ref: str) -> HttpResponse:
    found = seen_team(request.user, ref)
    require(request.user, RECORD, found)
    form = forms.EditTeamForm(request.POST or None, initial=values_of(found, forms.TeamForm.base_fields))
    changed = False
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.describe_team(
                found, fields=form.fields_given(), seen=form.version_seen, by=request.user, at=clock.now()
            )
            messages.success(request, "Your changes are saved.")
            return redirect(found)
        changed = looked_again(form, found)
    return asked(
        request,
        form,
        heading=f"Change what is said of {found}",
        purpose="Who goes first, and who can go where, follows from this.",
        words="Save the changes",
        back=found.get_absolute_url(),
        changed=changed,
    )


@page(methods={"GET", "POST"}, needs=RECORD)
def new_rule(request: Request, ref: str) -> HttpResponse:
    group = seen_desk(request.user, ref)
    require(request.user, RECORD, group)
    form = forms.RuleForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.make_rule(
                group,
                fields=form.fields_given(),
                teams=form.cleaned_data["teams"],
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, "The rule is made.")
            return redirect(f"{reverse('training:teams')}#rules")
    return rule_page(request, form, group, "Make a rule", "Make the rule")


@page(methods={"GET", "POST"}, needs=RECORD)
def edit_rule(request: Request, ref: str) -> HttpResponse:
    rules = RoleRule.objects.visible_to(request.user).select_related("group", "course")
    found = get_object_or_404(rules, ref=ref)
    require(request.user, RECORD, found)
    begins = values_of(found, set(forms.RuleForm.base_fields) - {"teams"})
    begins |= {"teams": list(found.teams.all()), "course": found.course.ref}
    form = forms.EditRuleForm(request.POST or None, group=found.group, initial=begins)
    changed = False
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.describe_rule(
                found,
                fields=form.fields_given(),
                teams=form.cleaned_data["teams"],
                seen=form.version_seen,
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, "Your changes are saved.")
            return redirect(f"{reverse('training:teams')}#rules")
        changed = looked_again(form, found)
    return rule_page(request, form, found.group, "Change the rule", "Save the changes", changed=changed)


def rule_page(
    request: Request, form: forms.RuleForm, group: Group, heading: str, words: str, *, changed: bool = False
) -> HttpResponse:
    return asked(
        request,
        form,
        heading=heading,
        purpose=f"Who must have which course, for {group}. Coverage and the queue follow from the rules.",
        words=words,
        back=reverse("training:teams"),
        changed=changed,
    )
