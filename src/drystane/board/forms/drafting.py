"""What is asked while a paper is drafted: a comment and its answer, what is exempt, a file to append."""

from typing import Any

from django import forms

from drystane.access.choosing import MarkingForm, SeenForm
from drystane.access.forms import PlainForm
from drystane.board import cabinet
from drystane.board.exemptions import grounds
from drystane.board.forms.choices import AnsweredField
from drystane.board.forms_of_paper import RECOMMENDATIONS, PaperForm
from drystane.board.models import ExemptTable, Paper
from drystane.board.operations.exempting import Exempt

WHOLE = "The paper as a whole"
OPEN = "Open to the public"


class CommentForm(PlainForm):
    section = forms.ChoiceField(label="What it is about", required=False)
    text = forms.CharField(label="Your comment", widget=forms.Textarea, max_length=4000)

    def __init__(self, *args: Any, form_of_paper: PaperForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        headings = [(heading.key, form_of_paper.called(heading)) for heading in form_of_paper.headings]
        field.choices = [("", WHOLE), *headings]


class ReplyForm(PlainForm):
    reply = forms.CharField(
        label="What you did about it",
        widget=forms.Textarea,
        max_length=4000,
        help_text="Say it also if you changed nothing, and why.",
    )


class UploadForm(MarkingForm, SeenForm):
    title = forms.CharField(label="Title of the appendix", max_length=240)
    file = forms.FileField(
        label="The file",
        help_text=(
            f"At most {cabinet.LARGEST // 1024 // 1024} MB: "
            f"{', '.join(kind[1:] for kind in cabinet.KINDS)}. "
            "Take comments, tracked changes and hidden sheets out of it first."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(cabinet.KINDS)}),
    )
    field_order = ["title", "file", "marking", "descriptor", "seen"]


class ExemptForm(SeenForm):
    """For each part of the paper whether it is open, or under which paragraph it is not."""

    def __init__(self, *args: Any, paper: Paper, form_of_paper: PaperForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paragraphs: dict[str, tuple[str, int]] = {}
        self.recommendations: dict[str, int] = {}
        self.appendices: dict[str, int] = {}
        self.tables: dict[str, str] = {}
        self.add_paragraphs(paper, form_of_paper)
        for one in paper.recommendations.order_by("order"):
            number = form_of_paper.recommendation_number(one.order)
            name = self.ask(f"asked-{one.order}", f"{number} {one}", one.exempt_under)
            self.recommendations[name] = one.order
        for which, label in ExemptTable.Which.choices:
            kept_back = {table.which: table.exempt_under for table in paper.exempt_tables.all()}
            self.tables[self.ask(f"table-{which}", label, kept_back.get(which, ""))] = which
        for appendix in paper.appendices.order_by("order"):
            name = self.ask(f"appendix-{appendix.order}", str(appendix), appendix.exempt_under)
            self.appendices[name] = appendix.order

    def add_paragraphs(self, paper: Paper, form_of_paper: PaperForm) -> None:
        labels = {key: line.label for key, line in form_of_paper.asked}
        keys = [heading.key for heading in form_of_paper.headings if heading.key != RECOMMENDATIONS]
        places = {key: place for place, key in enumerate([*keys, *labels])}
        written = [one for one in paper.paragraphs.order_by("order") if one.section in places]
        for one in sorted(written, key=lambda one: places[one.section]):
            heading = form_of_paper.heading(one.section)
            number = form_of_paper.paragraph_number(heading, one.order) if heading else ""
            label = number or f"{heading.title if heading else labels[one.section]}:"
            name = self.ask(f"{one.section}-{one.order}", f"{label} {one.text}", one.exempt_under)
            self.paragraphs[name] = (one.section, one.order)

    def ask(self, name: str, label: str, now: str) -> str:
        self.fields[name] = AnsweredField(
            label=label if len(label) < 120 else f"{label[:117]}…",
            choices=[("", OPEN), *((ground.number, ground.words) for ground in grounds().values())],
            initial=now,
        )
        return name

    def exempt(self) -> Exempt:
        given = self.cleaned_data
        return Exempt(
            paragraphs={place: given[name] for name, place in self.paragraphs.items()},
            recommendations={order: given[name] for name, order in self.recommendations.items()},
            appendices={order: given[name] for name, order in self.appendices.items()},
            tables={which: given[name] for name, which in self.tables.items()},
        )
