"""The bank of messages, and one message with its versions and uses."""

from django.contrib import messages as said
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.choosing import SeenForm
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission, roles_with
from drystane.access.refusals import refusals_on
from drystane.comms import bank
from drystane.comms.forms.campaigns import BankFilters
from drystane.comms.forms.wordings import KINDS, AboutForm, RewordForm, WordingForm
from drystane.comms.models import Slot
from drystane.marking.models import highest, label
from drystane.partners.models import Group
from drystane.partners.sight import doable, require
from drystane.sheets.listing import Listing
from drystane.strategy.models import Message, Wording
from drystane.strategy.operations import check_wording, reword, say_what_about, write_wording

PROPOSE, DIRECT = Permission.PROPOSE, Permission.DIRECT_ACTION


def groups_proposed_in(user: User) -> QuerySet[Group]:
    """The groups in whose name this person may write and plan."""
    return Group.objects.where_role(user, roles_with(PROPOSE)).order_by("name")


@page(methods={"GET"}, needs="sign-in")
def index(request: Request) -> HttpResponse:
    rows = bank.seen_messages(request.user)
    listing = Listing(
        request,
        rows,
        columns=bank.AS_FILE if "export" in request.GET else bank.COLUMNS,
        filters=BankFilters,
        default_sort="audience",
        may_export=bank.may_take,
    )
    if listing.wants_export:
        return listing.export("message_bank", title="Key messages", marking="OFFICIAL", at=clock.now())
    silent = bank.silent_audiences(request.user)
    return render(
        request,
        "comms/index.html",
        {
            "listing": listing,
            "silent": silent,
            "unreported": Slot.objects.open_to(request.user)
            .unreported(clock.today())
            .select_related("campaign", "channel")
            .order_by("ends_on", "ref"),
            "never": bank.never_told(request.user).count(),
            "may_plan": groups_proposed_in(request.user).exists(),
        },
    )


def found_message(user: User, ref: str) -> Message:
    return get_object_or_404(bank.seen_messages(user), ref=ref)


@page(methods={"GET"}, needs="sign-in")
def message(request: Request, ref: str) -> HttpResponse:
    found = found_message(request.user, ref)
    uses = Slot.objects.visible_to(request.user).filter(message=found)
    uses = uses.select_related("campaign__group", "channel").order_by("-starts_on", "ref")
    wordings = Wording.objects.visible_to(request.user).filter(message=found)
    shown = list(uses)
    campaigns = [one.campaign for one in shown]
    mine = groups_proposed_in(request.user)
    return render(
        request,
        "comms/message.html",
        {
            "message": found,
            "from": bank.whose(found),
            "use": bank.use(found),
            "uses": shown,
            "wordings": wordings.select_related("group", "written_by", "checked_by").order_by(
                "language", "is_easy", "ref"
            ),
            "may_write": mine.exists(),
            "may_classify": found.group is not None and PROPOSE in doable(request.user, found.group),
            "page_marking": label(
                highest(one.marking for one in campaigns), [one.descriptor for one in campaigns]
            ),
        },
    )


@page(methods={"GET", "POST"}, needs=PROPOSE)
def about(request: Request, ref: str) -> HttpResponse:
    found = found_message(request.user, ref)
    if found.group is None:
        raise PermissionDenied("An edition's message says what its edition says.")
    require(request.user, PROPOSE, found.group)
    first = {"threat": found.threat.ref if found.threat else "", "objective": found.objective}
    form = AboutForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            say_what_about(found, **form.cleaned_data, by=request.user, at=clock.now())
            said.success(request, "The bank now says what the message is about.")
            return redirect("comms:message", found.ref)
    return asked(request, form, found, "What this message is about", "Keep it")


@page(methods={"GET", "POST"}, needs=PROPOSE)
def new_wording(request: Request, ref: str) -> HttpResponse:
    found = found_message(request.user, ref)
    groups = groups_proposed_in(request.user)
    if not groups.exists():
        raise PermissionDenied("Only those who may propose in a group write words in its name.")
    form = WordingForm(request.POST or None, groups=groups)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        _, language, is_easy = KINDS[given["kind"]]
        with refusals_on(form):
            write_wording(
                found,
                given["group"],
                language=language,
                is_easy=is_easy,
                text=given["text"],
                by=request.user,
                at=clock.now(),
            )
            said.success(request, "Kept as a draft. Somebody else checks it before it is published.")
            return redirect("comms:message", found.ref)
    return asked(request, form, found, "Write other words for it", "Keep these words")


def found_wording(user: User, ref: str) -> Wording:
    rows = Wording.objects.visible_to(user).select_related("message", "group__overseen_by")
    return get_object_or_404(rows, ref=ref)


@page(methods={"GET", "POST"}, needs=PROPOSE)
def edit_wording(request: Request, ref: str) -> HttpResponse:
    wording = found_wording(request.user, ref)
    require(request.user, PROPOSE, wording)
    form = RewordForm(request.POST or None, initial={"text": wording.text, "seen": wording.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            reword(wording, text=given["text"], seen=given["seen"], by=request.user, at=clock.now())
            said.success(request, "Changed. Somebody else checks it again.")
            return redirect("comms:message", wording.message.ref)
    return asked(request, form, wording.message, "Change these words", "Keep these words")


@page(methods={"GET", "POST"}, needs=DIRECT)
def check(request: Request, ref: str) -> HttpResponse:
    wording = found_wording(request.user, ref)
    require(request.user, DIRECT, wording)
    form = SeenForm(request.POST or None, initial={"seen": wording.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            check_wording(wording, seen=form.version_seen, by=request.user, at=clock.now())
            said.success(request, "Checked: a public page may use these words.")
            return redirect("comms:message", wording.message.ref)
    return asked(
        request, form, wording.message, "Check these words", "They say what the message says", wording
    )


def asked(  # noqa: PLR0917  # a page's parts, read across
    request: Request, form: object, found: Message, heading: str, words: str, wording: Wording | None = None
) -> HttpResponse:
    context = {"form": form, "message": found, "heading": heading, "words": words, "wording": wording}
    return render(request, "comms/of_message.html", context)
