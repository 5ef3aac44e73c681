"""The form a paper takes: choosing it, and filling in the lines it asks for."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.board.forms.form_of_paper import ChooseFormForm, LinesForm
from drystane.board.forms_of_paper import PaperForm, all_forms, paper_form
from drystane.board.models import FormOfBoard, Paper
from drystane.board.operations import form_of_paper as operations
from drystane.board.operations.form_of_paper import choose_form, write_lines
from drystane.board.operations.paper import default_form as default_form_of
from drystane.board.views.papers import found_paper, page_of
from drystane.partners.models import Group
from drystane.partners.sight import require


@dataclass(frozen=True)
class Choice:
    """A form as somebody weighs it: its headings, and what of this paper it would leave out."""

    form: PaperForm
    leaves_out: tuple[str, ...]

    @property
    def headings(self) -> list[str]:
        return [self.form.called(heading) for heading in self.form.headings]


def choices_for(paper: Paper) -> list[Choice]:
    now = paper_form(paper.form)
    written = set(paper.paragraphs.order_by().values_list("section", flat=True).distinct())
    titles = {heading.key: heading.title for heading in now.headings}
    titles |= {key: line.label.removesuffix(":") for key, line in now.asked}
    return [
        Choice(form, tuple(title for key, title in titles.items() if key in written - form.keys))
        for form in all_forms()
    ]


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def choose(request: Request, ref: str) -> HttpResponse:
    found = found_paper(request, ref)
    form = ChooseFormForm(request.POST or None, initial={"form": found.form, "seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            choose_form(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, f"The paper now has the form: {paper_form(found.form).name}.")
            return redirect(found)
    return page_of(request, found, "board/paper_form.html", form, choices=choices_for(found))


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def default_form(request: Request, ref: str) -> HttpResponse:
    """In which form the papers of a board begin."""
    group = get_object_or_404(Group.objects.visible_to(request.user), ref=ref)
    require(request.user, Permission.RUN_BOARD, group)
    kept = FormOfBoard.objects.filter(group=group).first()
    now = {"form": default_form_of(group), "seen": kept.version if kept else 0}
    form = ChooseFormForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.choose_default_form(group, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, f"New papers of {group} begin in the form you chose.")
            return redirect("partners:group", group.ref)
        form.look_again(kept.version if (kept := FormOfBoard.objects.filter(group=group).first()) else 0)
    return render(request, "board/default_form.html", {"group": group, "form": form})


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def lines(request: Request, ref: str) -> HttpResponse:
    found = found_paper(request, ref)
    form_of_paper = paper_form(found.form)
    said = dict(found.paragraphs.filter(section__in=form_of_paper.keys).values_list("section", "text"))
    form = LinesForm(request.POST or None, form=form_of_paper, initial={**said, "seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            write_lines(
                found, lines=form.lines, seen=form.cleaned_data["seen"], by=request.user, at=clock.now()
            )
            messages.success(request, "The lines of the form are saved.")
            return redirect(found)
    return page_of(request, found, "board/paper_lines.html", form, form_of_paper=form_of_paper)
