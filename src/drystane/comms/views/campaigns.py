"""Campaigns: what they tell, when, what they reached and what it changed."""

from django.contrib import messages as said
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.choosing import SeenForm
from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.comms.clashes import Clash
from drystane.comms.forms.campaigns import (
    CampaignFilters,
    CancelForm,
    EditCampaignForm,
    MoveForm,
    NewCampaignForm,
    ReadingForm,
    RedateForm,
    SlotForm,
    StopForm,
)
from drystane.comms.handling import marking_of
from drystane.comms.models import STANDING, Campaign, CampaignState, Reading, Slot
from drystane.comms.operations import campaigns as operations
from drystane.comms.operations import slots
from drystane.comms.story import happened
from drystane.comms.views.bank import groups_proposed_in
from drystane.partners.sight import doable, require
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import Listing, listed

PROPOSE, DIRECT = Permission.PROPOSE, Permission.DIRECT_ACTION
COLUMNS = (
    Column("title", "Campaign", lambda one: one.title, sort=("title", "starts_on")),
    Column("strand", "Part of", lambda one: one.get_strand_display(), sort=("strand", "starts_on")),
    Column("group", "Group", lambda one: one.group.name, sort=("group__name", "starts_on")),
    Column("lead", "Led by", lambda one: str(one.lead_body or one.group)),
    Column("starts", "First day", lambda one: one.starts_on, sort=("starts_on", "title")),
    Column("ends", "Last day", lambda one: one.ends_on, sort=("ends_on", "title")),
    Column("state", "State", lambda one: one.get_state_display(), sort=("state", "starts_on")),
    Column("marking", "Marking", lambda one: one.marking_label),
)
VERBS = {
    "begin": ("It has begun", "Begun.", CampaignState.RUNNING, MoveForm),
    "finish": (
        "It is finished",
        "Finished. Keep what it reached, if that is not done.",
        CampaignState.FINISHED,
        MoveForm,
    ),
    "stop": ("Stop it", "Stopped. Its days are free for others.", CampaignState.STOPPED, StopForm),
    "resume": ("Plan it again", "Planned again.", CampaignState.PLANNED, MoveForm),
}


def seen_campaigns(user: User) -> QuerySet[Campaign]:
    return Campaign.objects.visible_to(user).select_related("group__overseen_by", "lead_body")


def may_take(user: User, rows: QuerySet[Campaign]) -> bool:
    mine = Campaign.objects.exportable_by(user).values("pk")
    return not rows.order_by().exclude(pk__in=mine).exists()


@exports("campaigns")
def find_campaigns(user: User, query: QueryDict) -> Found:
    rows = listed(
        seen_campaigns(user), query, columns=COLUMNS, filters=CampaignFilters, default_sort="-starts"
    )
    return COLUMNS, rows.iterator(chunk_size=500)


@page(methods={"GET"}, needs="sign-in")
def campaigns(request: Request) -> HttpResponse:
    listing = Listing(
        request,
        seen_campaigns(request.user),
        columns=COLUMNS,
        filters=CampaignFilters,
        default_sort="-starts",
        may_export=may_take,
    )
    if listing.wants_export:
        return listing.export(
            "campaigns", title="Campaigns", marking=marking_of(listing.rows), at=clock.now()
        )
    may_plan = groups_proposed_in(request.user).exists()
    return render(
        request,
        "comms/campaigns.html",
        {"listing": listing, "may_plan": may_plan, "page_marking": marking_of(listing.page)},
    )


@page(methods={"GET", "POST"}, needs=PROPOSE)
def new_campaign(request: Request) -> HttpResponse:
    groups = groups_proposed_in(request.user)
    if not groups.exists():
        raise PermissionDenied("Only those who may propose in a group plan a campaign in its name.")
    form = NewCampaignForm(request.POST or None, groups=groups)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        group = fields.pop("group")
        with refusals_on(form):
            made = operations.plan_campaign(group, fields=fields, by=request.user, at=clock.now())
            said.success(request, "Planned. Now put its messages into the calendar.")
            return redirect(made)
    return render(request, "comms/new_campaign.html", {"form": form})


def found_campaign(request: Request, ref: str, permission: Permission | None = None) -> Campaign:
    found = get_object_or_404(seen_campaigns(request.user), ref=ref)
    if permission is not None:
        require(request.user, permission, found)
    return found


@page(methods={"GET"}, needs="sign-in")
def campaign(request: Request, ref: str) -> HttpResponse:
    found = found_campaign(request, ref)
    may = doable(request.user, found)
    readings = found.readings.standing().order_by("kind", "on", "ref")
    rows = found.slots.select_related("message", "channel").order_by("starts_on", "ref")
    return render(
        request,
        "comms/campaign.html",
        {
            "campaign": found,
            "slots": rows,
            "readings": readings,
            "counted": {reading.kind for reading in readings},
            "happened": happened(found),
            "may_propose": PROPOSE in may,
            "may_direct": DIRECT in may,
            "takes_days": PROPOSE in may and found.state in STANDING,
            "verbs": [
                (name, words)
                for name, (words, _, to, _) in VERBS.items()
                if DIRECT in may and to in found.may_become()
            ],
            "page_marking": found.marking_label,
        },
    )


@page(methods={"GET", "POST"}, needs=PROPOSE)
def edit_campaign(request: Request, ref: str) -> HttpResponse:
    found = found_campaign(request, ref, PROPOSE)
    names = ("title", "strand", "starts_on", "ends_on", "to_change", "measure", "marking", "descriptor")
    first = {name: getattr(found, name) for name in names}
    first |= {"lead_body": found.lead_body.ref if found.lead_body else "", "seen": found.version}
    form = EditCampaignForm(request.POST or None, initial=first)
    if found.is_sensitive:
        # A marking is lowered by its originator with a reason, not by an edit.
        del form.fields["marking"], form.fields["descriptor"]
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        seen = fields.pop("seen")
        with refusals_on(form):
            operations.edit_campaign(found, fields=fields, seen=seen, by=request.user, at=clock.now())
            said.success(request, "Changed.")
            return redirect(found)
    return asked(request, form, found, "Change what is said of it", "Keep the changes")


@page(methods={"GET", "POST"}, needs=DIRECT)
def verb(request: Request, ref: str, verb: str) -> HttpResponse:
    found = found_campaign(request, ref, DIRECT)
    words, told, to, kind = VERBS[verb]
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            why = form.cleaned_data["why"]
            operations.move_campaign(found, to, by=request.user, at=clock.now(), why=why)
            said.success(request, told)
            return redirect(found)
    return asked(request, form, found, words, words)


@page(methods={"GET", "POST"}, needs=PROPOSE)
def new_slot(request: Request, ref: str) -> HttpResponse:
    found = found_campaign(request, ref, PROPOSE)
    first = {"starts_on": found.starts_on, "ends_on": found.starts_on}
    form = SlotForm(request.POST or None, campaign=found, initial=first)
    clashes: list[Clash] = []
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            try:
                slots.plan_slot(found, **form.cleaned_data, by=request.user, at=clock.now())
            except slots.Clashing as clashing:
                clashes = clashing.found
                raise
            said.success(request, "It is in the calendar.")
            return redirect(found)
    heading = "Put a message into the calendar"
    return asked(request, form, found, heading, "Put it in", clashes=clashes)


def found_slot(request: Request, ref: str, permission: Permission) -> Slot:
    rows = Slot.objects.visible_to(request.user).select_related(
        "campaign__group__overseen_by", "message", "channel"
    )
    slot = get_object_or_404(rows, ref=ref)
    require(request.user, permission, slot)
    return slot


@page(methods={"GET", "POST"}, needs=DIRECT)
def redate(request: Request, ref: str) -> HttpResponse:
    slot = found_slot(request, ref, DIRECT)
    first = {"starts_on": slot.starts_on, "ends_on": slot.ends_on, "seen": slot.version}
    form = RedateForm(request.POST or None, initial=first)
    clashes: list[Clash] = []
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            try:
                slots.redate_slot(slot, **form.cleaned_data, by=request.user, at=clock.now())
            except slots.Clashing as clashing:
                clashes = clashing.found
                raise
            said.success(request, "It has its new days.")
            return redirect(slot.campaign)
    return asked(
        request, form, slot.campaign, "Give it other days", "Keep these days", slot=slot, clashes=clashes
    )


@page(methods={"GET", "POST"}, needs=PROPOSE)
def tell(request: Request, ref: str) -> HttpResponse:
    slot = found_slot(request, ref, PROPOSE)
    form = SeenForm(request.POST or None, initial={"seen": slot.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            slots.tell_slot(slot, seen=form.version_seen, by=request.user, at=clock.now())
            said.success(request, "Kept: the message was told.")
            return redirect(slot.campaign)
    return asked(request, form, slot.campaign, "It went out", "It went out", slot=slot)


@page(methods={"GET", "POST"}, needs=DIRECT)
def cancel(request: Request, ref: str) -> HttpResponse:
    slot = found_slot(request, ref, DIRECT)
    form = CancelForm(request.POST or None, initial={"seen": slot.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            why = form.cleaned_data["why"]
            slots.cancel_slot(slot, why=why, seen=form.version_seen, by=request.user, at=clock.now())
            said.success(request, "Cancelled. Its days are free for others.")
            return redirect(slot.campaign)
    return asked(request, form, slot.campaign, "Cancel it", "Cancel it", slot=slot)


@page(methods={"GET", "POST"}, needs=PROPOSE)
def add_reading(request: Request, ref: str) -> HttpResponse:
    found = found_campaign(request, ref, PROPOSE)
    form = ReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.keep_reading(found, **form.cleaned_data, by=request.user, at=clock.now())
            said.success(request, "The figure is kept.")
            return redirect(found)
    return asked(request, form, found, "Keep a figure", "Keep it")


@page(methods={"GET", "POST"}, needs=PROPOSE)
def take_back_reading(request: Request, ref: str) -> HttpResponse:
    rows = Reading.objects.visible_to(request.user).select_related("campaign__group__overseen_by")
    reading = get_object_or_404(rows, ref=ref)
    require(request.user, PROPOSE, reading)
    form = PlainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.take_back_reading(reading, by=request.user, at=clock.now())
            said.success(request, "Taken back: it counts no more.")
            return redirect(reading.campaign)
    return asked(request, form, reading.campaign, "Take the figure back", "Take it back", reading=reading)


def asked(
    request: Request, form: PlainForm, found: Campaign, heading: str, words: str, **more: object
) -> HttpResponse:
    context = {"form": form, "campaign": found, "heading": heading, "words": words, **more}
    return render(request, "comms/of_campaign.html", {**context, "page_marking": found.marking_label})
