"""What is asked of a paper to be read in, and of each thing that was found in it."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import slugify

from drystane.access.choosing import MarkingForm, OneOf, SeenForm, SomeOf, any_of, offer
from drystane.access.forms import PlainForm
from drystane.board import cabinet
from drystane.board.findings import Values
from drystane.board.forms.choices import choose_for_them, groups_of
from drystane.board.measures import Kept, disagreeing, repeated, same_measure
from drystane.board.models import Draft, DraftItem, DraftState, Meeting
from drystane.board.models.papers import Verb
from drystane.partners.models import Group
from drystane.plans.models import Plan
from drystane.strategy.models import Audience, Figure

Kind = DraftItem.Kind
LONGEST_TEXT = 2_000_000  # letters: some 600 pages
KINDS = ", ".join(kind[1:] for kind in cabinet.READABLE)


class ReadInForm(MarkingForm):
    board = OneOf(Group.objects.none(), label="For which board", empty_label="Choose a board")
    file = forms.FileField(
        label="The paper, as a file",
        required=False,
        help_text=f"At most {cabinet.LARGEST // 1024 // 1024} MB: {KINDS}.",
        widget=forms.FileInput(attrs={"accept": ",".join(cabinet.READABLE)}),
    )
    words = forms.CharField(
        label="Or its words, pasted here", required=False, max_length=LONGEST_TEXT, widget=forms.Textarea
    )
    field_order = ["board", "file", "words", "marking", "descriptor"]

    def __init__(self, *args: Any, boards: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "board", boards.order_by("name"))
        choose_for_them(self, "board", boards)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "file" not in self.errors and bool(given.get("file")) == bool(given.get("words")):
            self.add_error("file", "Choose a file or paste the words of the paper: one of the two.")
        return given


class DraftFilters(PlainForm):
    words = forms.CharField(label="Words in the title", required=False)
    state = forms.ChoiceField(label="State", choices=any_of("Any", DraftState.choices), required=False)
    kind = forms.ChoiceField(label="Kind of paper", choices=any_of("Any", Draft.Kind.choices), required=False)
    waiting = forms.BooleanField(label="With something to decide", required=False)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["words"]:
            rows = rows.filter(title__icontains=asked["words"])
        if asked["state"]:
            rows = rows.filter(state=asked["state"])
        if asked["kind"]:
            rows = rows.filter(kind=asked["kind"])
        return rows.filter(waiting__gt=0) if asked["waiting"] else rows


class RejectForm(SeenForm):
    why = forms.CharField(label="Why nothing is made of it", max_length=400, required=False)


class TakeForm(SeenForm):
    """What a finding becomes. Begun with what the machine proposes; the person's word is what counts."""

    def __init__(self, *args: Any, item: DraftItem, proposed: Values, on: date, **kwargs: Any) -> None:
        self.draft, self.words, self.today = item.draft, item.text, on
        initial = {name: value for name, value in proposed.items() if value != ""}
        for name in ("on", "due_on", "report_back_on", "as_of"):
            if name in initial:
                initial[name] = date.fromisoformat(initial[name])
        super().__init__(*args, initial={**initial, "seen": item.version}, **kwargs)
        self.offer_choices()
        self.order_fields([name for name in self.fields if name != "seen"])

    def offer_choices(self) -> None:
        """Give the fields their rows."""

    @property
    def boards(self) -> QuerySet[Group]:
        return Group.objects.filter(pk=self.draft.group_id)

    def offer_groups(self, name: str) -> None:
        """The board and those below it, beginning with the one whose name was read."""
        groups = groups_of(self.boards)
        offer(self, name, groups)
        if said := self.initial.pop(name, ""):
            self.initial[name] = next((group for group in groups if group.name == said), None)

    def fields_given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class TakePaperForm(TakeForm):
    meeting = OneOf(
        Meeting.objects.none(),
        label="Before which meeting",
        required=False,
        empty_label="A new one, on the day below",
    )
    on = forms.DateField(label="The day of the meeting", required=False)
    heading = forms.CharField(label="What the paper is called", max_length=240)
    to = forms.CharField(label="To whom", max_length=200)
    report_by = forms.CharField(label="By whom", max_length=200, help_text="The post, not the person.")
    late_because = forms.CharField(
        label="Why it is late",
        max_length=240,
        required=False,
        help_text="Only where the agenda of that meeting is published already.",
    )

    def offer_choices(self) -> None:
        still_open = Meeting.objects.filter(group=self.draft.group_id, state=Meeting.State.PLANNED)
        rows = still_open.select_related("group").order_by("on", "ref")
        offer(self, "meeting", rows)
        self.initial["meeting"] = next((one for one in rows if one.on == self.initial.get("on")), None)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        meeting, on = given.get("meeting"), given.get("on")
        if meeting is None and on is None and "on" not in self.errors:
            self.add_error("on", "Choose the meeting, or give the day of a new one.")
        if meeting is not None:
            given["on"] = meeting.on
        return given


class TakeRecommendationForm(TakeForm):
    verb = forms.ChoiceField(
        label="What the board is asked to do", choices=any_of("Choose a verb", Verb.choices)
    )
    text = forms.CharField(label="What follows the verb", widget=forms.Textarea)


class TakeTaskingForm(TakeForm):
    to_group = OneOf(Group.objects.none(), label="Which group is asked", empty_label="Choose a group")
    asked = forms.CharField(
        label="What is asked",
        widget=forms.Textarea,
        help_text="A tasking is OFFICIAL: leave out what is not.",
    )
    report_back_on = forms.DateField(label="Report back by")

    def offer_choices(self) -> None:
        self.offer_groups("to_group")


class TakeActionForm(TakeForm):
    plan = OneOf(Plan.objects.none(), label="Into which plan", empty_label="Choose a plan")
    title = forms.CharField(
        label="What will be done", max_length=200, help_text="Begin with a verb: check, train, visit."
    )
    detail = forms.CharField(label="In more detail", widget=forms.Textarea, required=False)
    due_on = forms.DateField(label="Due on", required=False)

    def offer_choices(self) -> None:
        """A sensitive action of another group could not be followed from here."""
        groups = self.boards if self.draft.is_sensitive else groups_of(self.boards)
        plans = Plan.objects.filter(group__in=groups, ends_on__gte=self.today)
        offer(self, "plan", plans.select_related("group").order_by("title", "ref"))


class TakeMessageForm(TakeForm):
    group = OneOf(Group.objects.none(), label="Which group tells it", empty_label="Choose a group")
    audience = forms.ChoiceField(
        label="Who it is for", choices=any_of("Choose an audience", Audience.choices)
    )
    text = forms.CharField(
        label="The message",
        widget=forms.Textarea,
        help_text="A message is OFFICIAL: leave out what is not.",
    )

    def offer_choices(self) -> None:
        self.offer_groups("group")


class TakeGroupForm(TakeForm):
    group = OneOf(Group.objects.none(), label="Which of your groups is meant", empty_label="Choose a group")

    def offer_choices(self) -> None:
        self.offer_groups("group")


class TakeFigureForm(TakeForm):
    """A figure, weighed against what is kept already before it is kept."""

    label = forms.CharField(label="What it counts", max_length=200)
    value = forms.DecimalField(label="The number", max_digits=18, decimal_places=2)
    unit = forms.ChoiceField(
        label="Of what unit", choices=[(unit.value, unit.label or "a count") for unit in Figure.Unit]
    )
    qualifier = forms.CharField(
        label="How exact", max_length=20, required=False, help_text="about, over, nearly, at least"
    )
    base = forms.CharField(label="Out of what", max_length=200, required=False)
    as_of = forms.DateField(label="As of which day", required=False)
    as_of_text = forms.CharField(label="As the paper says when", max_length=60, required=False)
    measure = forms.ChoiceField(label="The series it belongs to", required=False)
    contradicts = SomeOf(
        Figure.objects.none(),
        label="Cannot both be right with",
        required=False,
        help_text="Kept figures of the same series and time with another number.",
    )
    why_not = forms.CharField(
        label="How they disagree", widget=forms.Textarea, required=False, max_length=2000
    )
    weighed = forms.CharField(widget=forms.HiddenInput, required=False)

    def offer_choices(self) -> None:
        rows = Figure.objects.select_related("source").order_by("measure", "-as_of", "code")
        self.figures = {figure.code: figure for figure in rows}
        self.kept = [kept_of(figure) for figure in self.figures.values()]
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # as declared above
        series = {figure.measure: figure.label for figure in self.figures.values()}
        field.choices = any_of("A series of its own", sorted(series.items(), key=lambda one: one[1]))
        if not self.is_bound:
            self.initial["measure"] = same_measure(self.words, self.initial.get("unit", ""), self.kept)
            self.weigh(self.new_of(self.initial))
        if self.codes_weighed:
            offer(self, "contradicts", rows.filter(code__in=self.codes_weighed))
        else:
            del self.fields["contradicts"], self.fields["why_not"]

    @property
    def codes_weighed(self) -> list[str]:
        said = self.data.get("weighed", "") if self.is_bound else self.initial["weighed"]
        return [code for code in said.split(",") if code]

    def weigh(self, new: Kept) -> None:
        """Begin with every kept figure ticked that the new one cannot agree with."""
        against = [self.figures[one.code] for one in disagreeing(new, self.kept)]
        self.initial["weighed"] = ",".join(figure.code for figure in against)
        self.initial["contradicts"] = against
        self.initial["why_not"] = disagreement(new, against)

    def new_of(self, said: Mapping[str, Any]) -> Kept:
        value = said.get("value")
        return Kept(
            code="",
            measure=said.get("measure", ""),
            label=said.get("label", ""),
            value=Decimal(value) if value not in {None, ""} else Decimal(0),
            unit=said.get("unit", ""),
            as_of=said.get("as_of"),
        )

    @property
    def against(self) -> list[Figure]:
        """Those with which it cannot agree, for a notice above the questions."""
        return [self.figures[code] for code in self.codes_weighed if code in self.figures]

    @property
    def said_already(self) -> list[Figure]:
        if self.is_bound:
            return []
        return [self.figures[one.code] for one in repeated(self.new_of(self.initial), self.kept)]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if {"value", "unit", "label"} <= given.keys():
            against = disagreeing(self.new_of(given), self.kept)
            fresh = [one.code for one in against if one.code not in self.codes_weighed]
            if fresh:
                self.look_at(fresh)
        if given.get("contradicts") and not given.get("why_not"):
            self.add_error("why_not", "Say how the two disagree.")
        return given

    def look_at(self, codes: Iterable[str]) -> None:
        """Nothing that says otherwise is passed over because the series was chosen by hand."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["weighed"] = ",".join([*self.codes_weighed, *codes])
        self.data = data
        for name in ("contradicts", "why_not"):
            self.fields.setdefault(name, deepcopy(self.base_fields[name]))
        rows = Figure.objects.filter(code__in=self.codes_weighed)
        offer(self, "contradicts", rows.order_by("measure", "-as_of", "code"))
        names = "; ".join(str(self.figures[code]) for code in codes)
        words = f"Kept already, and not the same: {names}. Say whether both can be right."
        self.add_error("contradicts", words)

    def fields_given(self) -> dict[str, Any]:
        said = super().fields_given()
        del said["weighed"]
        said["measure"] = said["measure"] or slugify(said["label"])[:80]
        return {**said, "contradicts": list(said.get("contradicts", ()))}


def kept_of(figure: Figure) -> Kept:
    return Kept(
        code=figure.code,
        measure=figure.measure,
        label=f"{figure.label} {figure.base}" if figure.base else figure.label,
        value=figure.value,
        unit=figure.unit,
        as_of=figure.as_of,
    )


def disagreement(new: Kept, against: Iterable[Figure]) -> str:
    """A first wording of the reason, from what is known: the numbers and who said the other."""
    others = "; ".join(
        f"{figure.words} ({figure.source.title if figure.source else 'no source'})" for figure in against
    )
    return f"The paper says {new.value:f} where another figure says {others}." if others else ""


TAKE_FORMS: dict[str, type[TakeForm]] = {
    Kind.PAPER: TakePaperForm,
    Kind.GROUP: TakeGroupForm,
    Kind.RECOMMENDATION: TakeRecommendationForm,
    Kind.TASKING: TakeTaskingForm,
    Kind.ACTION: TakeActionForm,
    Kind.FIGURE: TakeFigureForm,
    Kind.MESSAGE: TakeMessageForm,
}
