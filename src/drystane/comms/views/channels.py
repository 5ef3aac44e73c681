"""The channels that the partners share."""

from django.contrib import messages as said
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from drystane.access import clock
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.comms.forms.campaigns import ChannelForm
from drystane.comms.models import Channel
from drystane.comms.operations.channels import add_channel
from drystane.comms.views.bank import groups_proposed_in


@page(methods={"GET"}, needs="sign-in")
def channels(request: Request) -> HttpResponse:
    rows = Channel.objects.visible_to(request.user).order_by("name", "ref")
    may_add = groups_proposed_in(request.user).exists()
    return render(request, "comms/channels.html", {"channels": rows, "may_add": may_add})


@page(methods={"GET", "POST"}, needs=Permission.PROPOSE)
def new_channel(request: Request) -> HttpResponse:
    if not groups_proposed_in(request.user).exists():
        raise PermissionDenied("Only those who may propose in a group add a channel.")
    form = ChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            add_channel(**form.cleaned_data, by=request.user, at=clock.now())
            said.success(request, "Every group can use it now.")
            return redirect("comms:channels")
    return render(request, "comms/new_channel.html", {"form": form})
