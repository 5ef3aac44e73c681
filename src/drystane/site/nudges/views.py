"""Somebody's own page: what today's e-mail says, and how often they get one."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from drystane.access import clock
from drystane.access.forms import PlainForm
from drystane.access.pages import Request, page
from drystane.site.nudges.gathering import gather
from drystane.site.nudges.letter import SUBJECT
from drystane.site.nudges.models import DigestChoice, HowOften
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
