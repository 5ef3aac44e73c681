"""One finding of a paper read in: its place on the left, on the right what a person makes of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.board.forms import SeenForm
from drystane.board.forms.drafts import TAKE_FORMS, RejectForm, TakeForm
from drystane.board.models import Draft, DraftItem
from drystane.board.models.drafts import DraftItemQuerySet
from drystane.board.operations import sifting as operations
from drystane.board.readings import (
    HEADINGS,
    TAKES,
    Kind,
    Result,
    marking_with,
    place_of,
    progress,
    records_seen,
    result_of,
    values_for,
)
from drystane.partners.sight import require
from drystane.plans.finding import start_search
from drystane.plans.overlap.works import Work
from drystane.plans.twins import Twins, twins_of

RUN = Permission.RUN_BOARD


def seen(user: User) -> DraftItemQuerySet:
    return DraftItem.objects.visible_to(user).select_related("draft__group__overseen_by", "by")


def found_item(request: Request, ref: str) -> DraftItem:
    found = get_object_or_404(seen(request.user), ref=ref)
    require(request.user, RUN, found)
    return found


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def draft_item(request: Request, ref: str) -> HttpResponse:
    found = found_item(request, ref)
    kind = chosen_kind(request, found)
    form = take_form(request, found, kind) if found.is_waiting or request.method == "POST" else None
    if request.method == "POST" and form is not None and form.is_valid():
        with refusals_on(form):
            record = operations.accept(
                found,
                kind,
                fields=form.fields_given(),
                seen=form.version_seen,
                by=request.user,
                at=clock.now(),
            )
            if kind == Kind.ACTION:
                start_search(by=request.user, at=clock.now())
            messages.success(request, f"Accepted: {HEADINGS[Kind(kind)].lower()}, “{short(record)}”.")
            return redirect(next_of(found))
    return item_page(request, found, form=form, kind=kind)


def chosen_kind(request: Request, item: DraftItem) -> str:
    """As what it is taken: as the address says, else as the machine took it; empty while that is open."""
    asked = request.GET.get("as", item.kind)
    if asked not in {kind.value for kind in HEADINGS}:
        raise Http404
    return asked if asked in TAKE_FORMS else ""


def take_form(request: Request, item: DraftItem, kind: str) -> TakeForm | None:
    if not kind:
        return None
    return TAKE_FORMS[kind](
        request.POST or None, item=item, proposed=values_for(item, kind), on=clock.today()
    )


def next_of(item: DraftItem) -> Draft | DraftItem:
    """The next finding that waits, beginning again at the top; the draft itself when none does."""
    waiting = list(item.draft.items.waiting().order_by("order").only("ref", "order"))
    later = [one for one in waiting if one.order > item.order]
    return next(iter([*later, *waiting]), item.draft)


def short(record: object) -> str:
    words = str(record)
    return words if len(words) <= 90 else f"{words[:89]}…"


def item_page(request: Request, item: DraftItem, *, form: TakeForm | None, kind: str) -> HttpResponse:
    items = list(item.draft.items.only("ref", "order", "state", "draft").order_by("order"))
    here = next(at for at, one in enumerate(items) if one.pk == item.pk)
    result = result_seen(item, request.user)
    return render(
        request,
        "board/draft_item.html",
        {
            "item": item,
            "draft": item.draft,
            "lines": place_of(item),
            "form": form,
            "kind": kind,
            "kind_words": HEADINGS[Kind(kind)] if kind else "",
            "takes": [(one.value, HEADINGS[one]) for one in TAKES if one != kind],
            "reject_form": RejectForm(initial={"seen": item.version}, auto_id="reject-%s"),
            "result": result,
            "twins": twins_for(item, kind, request.user) if form and item.is_waiting else None,
            "before": items[here - 1] if here else None,
            "after": items[here + 1] if here + 1 < len(items) else None,
            "progress": progress(items),
            "page_marking": marking_with(item.draft, [result] if result else []),
        },
    )


def twins_for(item: DraftItem, kind: str, user: User) -> Twins | None:
    """What stands in plans already and may be the same work, before anything is accepted."""
    said = values_for(item, kind)
    if kind == Kind.ACTION:
        return twins_of(Work("", said["title"], said["detail"]), user)
    return twins_of(Work("", said["asked"]), user) if kind == Kind.TASKING else None


def result_seen(item: DraftItem, user: User) -> Result | None:
    """Asked even where it became nothing, so that a page costs the same whatever became of it."""
    record = records_seen(item.became or Kind.ACTION, user).filter(ref=item.became_ref or "-").first()
    return result_of(record) if record else None


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def draft_reject(request: Request, ref: str) -> HttpResponse:
    found = found_item(request, ref)
    form = RejectForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.reject(
                found,
                why=form.cleaned_data["why"],
                seen=form.version_seen,
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, "Rejected: nothing is made of it.")
            return redirect(next_of(found))
    return verb_page(request, found, form, "Reject it", "Make nothing of this. You can take that back.")


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def draft_take_back(request: Request, ref: str) -> HttpResponse:
    found = found_item(request, ref)
    form = SeenForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.take_back(found, seen=form.version_seen, by=request.user, at=clock.now())
            messages.success(request, "Taken back: it waits for you again.")
            return redirect(found)
    words = (
        "What it became is taken away again, if nobody has touched it since; and it waits for you."
        if found.is_taken
        else "It waits for you again."
    )
    return verb_page(request, found, form, "Take it back", words)


def verb_page(request: Request, item: DraftItem, form: SeenForm, title: str, purpose: str) -> HttpResponse:
    return render(
        request,
        "board/draft_item_verb.html",
        {
            "item": item,
            "draft": item.draft,
            "form": form,
            "title": title,
            "purpose": purpose,
            "page_marking": item.draft.marking_label,
        },
    )
