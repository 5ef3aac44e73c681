"""The groups of the partnership, who sits on them, and why somebody needs sensitive records now."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Prefetch
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from drystane.access import clock
from drystane.access.errors import NotAllowed
from drystane.access.pages import Request, page
from drystane.access.policy import TABLE, Permission, Role, roles_with
from drystane.access.refusals import refusals_on
from drystane.partners import founding, operations
from drystane.partners.forms import (
    GroupForm,
    HandOverForm,
    JoinForm,
    LeaveForm,
    OpenGroupForm,
    PurposeForm,
    RoleForm,
)
from drystane.partners.middleware import PURPOSE, PURPOSE_LASTS
from drystane.partners.models import Group, Membership, Organisation
from drystane.partners.sight import doable, may_hold_sensitive, require

KINDS = list(Group.Kind)  # as people think of them: the board, its groups, their desks


@page(methods={"GET"}, needs="sign-in")
def index(request: Request) -> HttpResponse:
    current = Membership.objects.current().select_related("user").order_by("user__name")
    groups = (
        Group.objects.visible_to(request.user)
        .select_related("overseen_by")
        .prefetch_related(Prefetch("memberships", queryset=current, to_attr="seated"))
        .order_by("name")
    )
    mine = set(Group.objects.where_role(request.user).values_list("pk", flat=True))
    in_order = sorted(groups, key=lambda group: KINDS.index(Group.Kind(group.kind)))
    return render(
        request,
        "partners/index.html",
        {"groups": in_order, "mine": mine, "may_open": request.user.is_administrator},
    )


@page(methods={"GET"}, needs="sign-in")
def group(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(Group.objects.visible_to(request.user).select_related("overseen_by"), ref=ref)
    memberships = found.memberships.visible_to(request.user).select_related(
        "user", "body", "left_by", "handed_to__user"
    )
    seated = [membership for membership in memberships.order_by("user__name") if membership.left_at is None]
    return render(
        request,
        "partners/group.html",
        {
            "group": found,
            "seated": sorted(seated, key=lambda membership: list(Role).index(Role(membership.role))),
            "former": memberships.exclude(left_at=None).order_by("-left_at", "user__name"),
            "oversees": found.oversees.order_by("name"),
            "may_manage": Permission.MANAGE_MEMBERS in doable(request.user, found),
        },
    )


@page(methods={"GET", "POST"}, needs="administrator")
def open_group(request: Request) -> HttpResponse:
    form = OpenGroupForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        chair, body = fields.pop("chair"), fields.pop("body")
        with refusals_on(form):
            opened = founding.open_group(
                fields=fields, chair=chair, body=body, by=request.user, at=clock.now()
            )
            messages.success(
                request, f"{opened.name} is open. {chair.name} chairs it and lets the others in."
            )
            return redirect("partners:group", opened.ref)
    return render(request, "partners/open_group.html", {"form": form})


@page(methods={"GET", "POST"}, needs=Permission.MANAGE_MEMBERS)
def edit_group(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(Group.objects.visible_to(request.user), ref=ref)
    require(request.user, Permission.MANAGE_MEMBERS, found)
    form, changed = GroupForm(request.POST or None, group=found), False
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        seen = fields.pop("seen")
        with refusals_on(form):
            founding.describe_group(found, fields=fields, seen=seen, by=request.user, at=clock.now())
            messages.success(request, "Your changes are saved.")
            return redirect("partners:group", found.ref)
        found.refresh_from_db()
        if changed := found.version != seen:
            form.look_again()
    return render(request, "partners/edit_group.html", {"group": found, "form": form, "changed": changed})


@page(methods={"GET", "POST"}, needs=Permission.MANAGE_MEMBERS)
def join(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(Group.objects.visible_to(request.user), ref=ref)
    require(request.user, Permission.MANAGE_MEMBERS, found)
    form = JoinForm(request.POST or None, group=found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            operations.join_group(
                found,
                given["user"],
                role=Role(given["role"]),
                body=given["body"],
                by=request.user,
                at=clock.now(),
            )
        except NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{given['user'].name} has joined {found.name}.")
            return redirect("partners:group", found.ref)
    return render(request, "partners/join.html", {"group": found, "form": form, "roles": role_table()})


VERBS = {
    "leave": ("End this role", LeaveForm),
    "hand_over": ("Hand this role over", HandOverForm),
    "role": ("Change this role", RoleForm),
}


@page(methods={"GET", "POST"}, needs=Permission.MANAGE_MEMBERS)
def membership_verb(request: Request, ref: str, verb: str) -> HttpResponse:
    seen = Membership.objects.visible_to(request.user).select_related("group", "user", "body")
    membership = get_object_or_404(seen, ref=ref)
    require(request.user, Permission.MANAGE_MEMBERS, membership)
    if request.method == "GET" and membership.left_at is not None:
        messages.info(request, f"{membership.user.name} no longer holds that role: it cannot be changed now.")
        return redirect("partners:group", membership.group.ref)
    title, kind = VERBS[verb]
    form: Form = kind(request.POST or None, **({"membership": membership} if kind is HandOverForm else {}))
    if request.method == "POST" and form.is_valid():
        try:
            said = carry_out(verb, membership, form, by=request, at=clock.now())
        except NotAllowed as error:
            membership.refresh_from_db()  # somebody else may have ended it meanwhile
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect("partners:group", membership.group.ref)
    return render(
        request,
        "partners/membership_verb.html",
        {"membership": membership, "form": form, "title": title, "verb": verb},
    )


def carry_out(verb: str, membership: Membership, form: Form, *, by: Request, at: datetime) -> str:
    """Do what was asked and say what happened."""
    given, name = form.cleaned_data, membership.user.name
    if verb == "leave":
        operations.leave_group(membership, by=by.user, at=at, why=given["why"])
        return f"{name} no longer holds a role in {membership.group.name}."
    if verb == "hand_over":
        operations.hand_over(membership, given["to"], by=by.user, at=at, why=given["why"])
        return f"{given['to'].name} has taken over from {name}."
    role = Role(given["role"])
    operations.change_role(membership, role=role, by=by.user, at=at, why=given["why"])
    return f"{name} is now {role.label.lower()} of {membership.group.name}."


@page(methods={"GET"}, needs="sign-in")
def organisations(request: Request) -> HttpResponse:
    found = Organisation.objects.visible_to(request.user).prefetch_related("services").order_by("name")
    return render(request, "partners/organisations.html", {"organisations": found})


@page(methods={"GET", "POST"}, needs="sign-in")
def purpose(request: Request) -> HttpResponse:
    """The same page for everybody, so that it tells nobody whether there is anything to see."""
    form = PurposeForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and "end" in request.POST:
        request.session.pop(PURPOSE, None)
        messages.success(request, "OFFICIAL-SENSITIVE records are hidden again.")
        return redirect("partners:purpose")
    if request.method == "POST" and form.is_valid():
        until = clock.now() + PURPOSE_LASTS
        request.session[PURPOSE] = {"words": form.cleaned_data["purpose"], "until": until.isoformat()}
        operations.state_purpose(form.cleaned_data["purpose"], by=request.user, at=clock.now())
        messages.success(
            request, "For the next hour, OFFICIAL-SENSITIVE records that your roles open are shown to you."
        )
        return redirect(safe_next(request, form.cleaned_data["next"]))
    return render(
        request,
        "partners/purpose.html",
        {
            "form": form,
            "holds": may_hold_sensitive(request.user),
            "roles": [
                Role(role).label.lower() for role in Role if role in roles_with(Permission.SEE_SENSITIVE)
            ],
        },
    )


def safe_next(request: Request, address: str) -> str:
    """An address of our own to go on to; home if it is anybody else's."""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if address and ours else "home"


def role_table() -> list[tuple[str, list[str]]]:
    """The policy table as people read it, beside the form that gives a role."""
    return [(permission.value, [reach.value for reach in row]) for permission, row in TABLE.items()]
