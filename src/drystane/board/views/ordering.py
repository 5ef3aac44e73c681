"""The agenda put in order and sent out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.errors import NotAllowed
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.board import forms
from drystane.board.models import AgendaItem
from drystane.board.operations import meeting as operations
from drystane.board.views.meetings import seen
from drystane.partners.sight import require

RUN = Permission.RUN_BOARD


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def publish(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    require(request.user, RUN, found)
    form = forms.SeenForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.publish_agenda(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(
                request, "The agenda is published. An item added from now on says why it is late."
            )
            return redirect(found)
    return render(request, "board/publish_agenda.html", {"meeting": found, "form": form})


@page(methods={"POST"}, needs=Permission.RUN_BOARD)
def move(request: Request, ref: str) -> HttpResponse:
    """A button beside the item, which names the neighbour it goes past."""
    rows = AgendaItem.objects.visible_to(request.user).select_related("meeting__group")
    item = get_object_or_404(rows, ref=ref)
    require(request.user, RUN, item)
    past = rows.filter(meeting=item.meeting, ref=request.POST.get("past", "")).first()
    try:
        operations.move_item(item, past=past or item, by=request.user, at=clock.now())
    except NotAllowed as error:
        messages.error(request, str(error))
    return redirect(item)
