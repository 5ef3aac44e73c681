"""The staff list, one person by reference, and what they have completed: for those who keep the records."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.refusals import refusals_on
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import Listing, listed
from drystane.training import forms
from drystane.training.models import BookingMove, Completion, Staff, Team
from drystane.training.models.people import kept_by
from drystane.training.operations import people as operations
from drystane.training.register import Register
from drystane.training.views.seen import (
    RECORD,
    asked,
    looked_again,
    must_keep_records,
    seen_person,
    values_of,
)

COLUMNS = (
    Column("reference", "Reference", lambda one: one.reference, sort=("reference",), links=True),
    Column("team", "Team", lambda one: one.team.name, sort=("team__name", "reference")),
    Column("role", "Post", lambda one: one.role, sort=("role", "reference")),
    Column("started", "Began", lambda one: one.started_on, sort=("started_on", "reference")),
    Column("left", "Left", lambda one: one.left_on, sort=("left_on", "reference")),
)
AS_FILE = (
    Column("ref", "Drystane reference", lambda one: one.ref),
    *COLUMNS,
    Column("also", "Another reference of theirs", lambda one: one.also),
)


def seen_staff(user: User) -> QuerySet[Staff]:
    return Staff.objects.visible_to(user).select_related("team")


def filters(user: User, query: QueryDict) -> forms.StaffFilters:
    teams = Team.objects.visible_to(user).filter(group__in=kept_by(user))
    return forms.StaffFilters(query, teams=teams.order_by("name"))


def may_take(user: User, rows: QuerySet[Staff]) -> bool:  # noqa: ARG001  # only whoever keeps them sees any
    return bool(kept_by(user))


@exports("staff")
def find_staff(user: User, query: QueryDict) -> Found:
    rows = listed(
        seen_staff(user),
        query,
        columns=AS_FILE,
        filters=lambda given: filters(user, given),
        default_sort="reference",
    )
    return AS_FILE, rows.iterator(chunk_size=500)


@page(methods={"GET"}, needs=RECORD)
def staff(request: Request) -> HttpResponse:
    must_keep_records(request.user)
    listing = Listing(
        request,
        seen_staff(request.user),
        columns=AS_FILE if "export" in request.GET else COLUMNS,
        filters=lambda query: filters(request.user, query),
        default_sort="reference",
        may_export=may_take,
    )
    if listing.wants_export:
        return listing.export("staff", title="Staff to be trained", marking="OFFICIAL", at=clock.now())
    return render(request, "training/staff.html", {"listing": listing})


@page(methods={"GET"}, needs=RECORD)
def person(request: Request, ref: str) -> HttpResponse:
    found, today = seen_person(request.user, ref), clock.today()
    register = Register(Team.objects.filter(pk=found.team_id))
    stands = [
        (course, one)
        for course in register.courses
        for member, one in register.standings(found.team, course, today)
        if member.pk == found.pk
    ]
    completions = Completion.objects.filter(staff=found).select_related(
        "course_version__course", "withdrawn_by"
    )
    moves = BookingMove.objects.filter(booking__staff=found).select_related("booking__session", "by")
    return render(
        request,
        "training/person.html",
        {
            "staff": found,
            "stands": stands,
            "completions": completions.order_by("-on", "ref"),
            "moves": moves.order_by("-at", "-pk")[:50],
            "today": today,
        },
    )


@page(methods={"GET", "POST"}, needs=RECORD)
def edit_person(request: Request, ref: str) -> HttpResponse:
    found = seen_person(request.user, ref)
    names = set(forms.StaffForm.base_fields) - {"seen", "team"}
    begins = {**values_of(found, names), "team": found.team.ref}
    form = forms.StaffForm(request.POST or None, staff=found, initial=begins)
    changed = False
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.describe_staff(
                found, fields=form.fields_given(), seen=form.version_seen, by=request.user, at=clock.now()
            )
            messages.success(request, "Your changes are saved.")
            return redirect(found)
        changed = looked_again(form, found)
    return asked(
        request,
        form,
        heading=f"Change what is said of {found.reference}",
        purpose="A reference is all that is kept: no name. Two years after somebody left it is erased.",
        words="Save the changes",
        back=found.get_absolute_url(),
        changed=changed,
    )


@page(methods={"GET", "POST"}, needs=RECORD)
def record(request: Request, ref: str) -> HttpResponse:
    found = seen_person(request.user, ref)
    form = forms.CompletionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            new = operations.NewCompletion(found, **form.cleaned_data)
            operations.record_one(new, by=request.user, at=clock.now())
            messages.success(request, "It is on record.")
            return redirect(found)
    return asked(
        request,
        form,
        heading=f"Record what {found.reference} has completed",
        purpose="It counts from that day until it expires. If it was recorded wrongly it can be withdrawn.",
        words="Record it",
        back=found.get_absolute_url(),
    )


@page(methods={"GET", "POST"}, needs=RECORD)
def withdraw(request: Request, ref: str) -> HttpResponse:
    seen = Completion.objects.visible_to(request.user).select_related(
        "staff__team__group", "course_version__course"
    )
    found = get_object_or_404(seen, ref=ref)
    form = forms.WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.withdraw_completion(
                found, by=request.user, at=clock.now(), why=form.cleaned_data["why"]
            )
            messages.success(request, "It no longer counts.")
            return redirect(found.staff)
    return asked(
        request,
        form,
        heading=f"Withdraw {found.course_version} of {found.staff.reference}",
        purpose="It stays on record with your reason, and no longer counts. A mistake is put right by "
        "recording it anew.",
        words="Withdraw it",
        back=found.staff.get_absolute_url(),
    )
