"""The Word templates of the partnership: which are in use, putting one's own in, taking it out."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from drystane.access import clock
from drystane.access.pages import Request, page
from drystane.board.files import TYPES
from drystane.board.forms.templates import TemplateForm
from drystane.board.forms_of_paper import PaperForm, all_forms, known_forms
from drystane.board.own_templates import (
    BadTemplateFile,
    install_template,
    own_template,
    remove_template,
    template_in_use,
)


@dataclass(frozen=True)
class InUse:
    form: PaperForm
    is_own: bool


@page(methods={"GET", "POST"}, needs="administrator")
def templates(request: Request) -> HttpResponse:
    form = TemplateForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            install_template(given["form"], given["file"].read(), by=request.user, at=clock.now())
        except BadTemplateFile as error:
            faults = error.faults
            form.add_error("file", "This file cannot be used yet. Below stands everything to mend in it.")
        else:
            messages.success(request, "The template is in use from the next Word file on.")
            return redirect("board:templates")
    in_use = [InUse(one, own_template(one.code) is not None) for one in all_forms()]
    return render(request, "board/templates.html", {"form": form, "faults": faults, "in_use": in_use})


@page(methods={"POST"}, needs="administrator")
def remove(request: Request, form: str) -> HttpResponse:
    if form not in known_forms():
        raise Http404
    if remove_template(form, by=request.user, at=clock.now()):
        messages.success(request, "Word files of that form are made from our template again.")
    return redirect("board:templates")


@page(methods={"GET"}, needs="administrator")
def template_file(request: Request, form: str) -> HttpResponse:  # noqa: ARG001  # the decorator asks who
    """The template in use, to begin one's own from."""
    if form not in known_forms():
        raise Http404
    content = template_in_use(form).read_bytes()
    response = HttpResponse(content, content_type=TYPES["docx"])
    response["Content-Disposition"] = f'attachment; filename="{form}.docx"'
    return response
