"""Somebody's own page: what today's e-mail says, and how often they get one."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from drystane.access import clock
from drystane.access.forms import PlainForm
from drystane.access.pages import Request, page
from drystane.site.nudges.gathering import gather
from drystane.site.nudges.letter import SUBJECT
from drystane.site.nudges.links import ref_in, use_link
from drystane.site.nudges.models import DigestChoice, HowOften, NudgeLink
from drystane.site.nudges.sending import choose


class ChoiceForm(PlainForm):
    how_often = forms.ChoiceField(label="How often", choices=HowOften.choices, widget=forms.RadioSelect)


@page(methods={"GET", "POST"}, needs="sign-in")
def digest(request: Request) -> HttpResponse:
    if request.method == "POST":
        form = ChoiceForm(request.POST)
        if form.is_valid():
            choose(request.user, form.cleaned_data["how_often"], at=clock.now())
            messages.success(request, "Your choice is kept.")
            return redirect("digest")
    else:
        chosen = DigestChoice.objects.visible_to(request.user).first()
        form = ChoiceForm(initial={"how_often": chosen.how_often if chosen else HowOften.DAILY})
    return render(
        request,
        "site/digest.html",
        {
            "form": form,
            "gathered": gather(request.user, today=clock.today()),
            "subject": SUBJECT,
            "sends_mail": settings.SENDS_MAIL,
        },
    )


@never_cache
@page(methods={"GET"}, needs="sign-in")
def nudge_link(request: Request, token: str) -> HttpResponse:
    """What was tampered with, and what was sent to somebody else, is as absent as what never was."""
    mine = NudgeLink.objects.visible_to(request.user).select_related("user", "action")
    link = get_object_or_404(mine, ref=ref_in(token))
    if request.method == "HEAD":  # a look, which uses nothing up
        return HttpResponse()
    if not use_link(link, at=clock.now()):
        return render(request, "site/nudge_link.html", {"was_used": link.used_at is not None})
    return redirect("plans:verb", link.action.ref, "update")
