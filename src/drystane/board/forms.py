"""What the board room asks: who shall do what by when, what the board decided, what a paper says."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.board.models import AgendaItem, Outcome, Tasking, TaskingState
from drystane.board.models.papers import Verb
from drystane.partners.models import Group
from drystane.plans.forms.action import MarkingForm
from drystane.plans.forms.choices import OneOf, SomeOf, offer
from drystane.plans.models import OPEN, Action
from drystane.strategy.models import Edition, Figure, Message, Recommendation


def groups_of(boards: QuerySet[Group]) -> QuerySet[Group]:
    """The groups that these boards oversee, and the boards themselves."""
    return Group.objects.filter(Q(overseen_by__in=boards) | Q(pk__in=boards.values("pk"))).order_by("name")


class TaskingFilters(PlainForm):
    words = forms.CharField(label="Words in what is asked", required=False)
    state = forms.MultipleChoiceField(
        label="State", choices=TaskingState.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    group = OneOf(Group.objects.order_by("name"), label="Asked of", required=False, empty_label="Any group")
    late = forms.BooleanField(label="Late only", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["words"]:
            rows = rows.filter(asked__icontains=asked["words"])
        if asked["state"]:
            rows = rows.filter(state__in=asked["state"])
        if asked["group"]:
            rows = rows.filter(to_group=asked["group"])
        if asked["late"]:
            rows = rows.filter(pk__in=Tasking.objects.late(self.today).values("pk"))
        return rows


class FollowTaskingForm(PlainForm):
    """A tasking that comes of a decision: the board is the meeting's."""

    to_group = OneOf(Group.objects.none(), label="Which group is asked", empty_label="Choose a group")
    recommendation = OneOf(
        Recommendation.objects.none(),
        label="The recommendation it answers",
        required=False,
        empty_label="None",
    )
    asked = forms.CharField(
        label="What is asked",
        widget=forms.Textarea,
        help_text="So that the group knows when it is done. A tasking is OFFICIAL: leave out what is not.",
    )
    report_back_on = forms.DateField(label="Report back by")
    supporting_groups = SomeOf(Group.objects.none(), label="Groups that support it", required=False)

    def __init__(
        self, *args: Any, boards: QuerySet[Group], recommendations: QuerySet[Recommendation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to_group", groups_of(boards))
        offer(self, "supporting_groups", groups_of(boards))
        offer(self, "recommendation", recommendations)


class TaskingForm(FollowTaskingForm):
    """A tasking that one gives outside a meeting."""

    board = OneOf(Group.objects.none(), label="Which board asks", empty_label="Choose a board")
    field_order = ["board", "to_group", "recommendation", "asked", "report_back_on", "supporting_groups"]

    def __init__(self, *args: Any, boards: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, boards=boards, **kwargs)
        offer(self, "board", boards.order_by("name"))
        choose_for_them(self, "board", boards)


def choose_for_them(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Where there is only one to choose, do not ask."""
    if name in form.fields and len(only := list(rows[:2])) == 1:
        form.fields[name].initial = only[0].ref
        form.fields[name].widget = forms.HiddenInput()


class NoteForm(PlainForm):
    why = forms.CharField(label="A note for the board", widget=forms.Textarea, required=False)


class ReturnForm(PlainForm):
    why = forms.CharField(
        label="Why the group returns it",
        widget=forms.Textarea,
        help_text="The board decides what next from this.",
    )


class ReportForm(PlainForm):
    why = forms.CharField(label="What the group reports", widget=forms.Textarea)


class WithdrawForm(PlainForm):
    why = forms.CharField(label="Why the board asks no longer", widget=forms.Textarea)


class GiveAgainForm(PlainForm):
    why = forms.CharField(label="What has changed", widget=forms.Textarea)
    report_back_on = forms.DateField(label="Report back by")


class LinkForm(PlainForm):
    action = OneOf(Action.objects.none(), label="The action that answers it", empty_label="Choose an action")

    def __init__(self, *args: Any, tasking: Tasking, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        linked = tasking.action_reasons.values("action")
        theirs = Action.objects.visible_to(by).filter(plan__group=tasking.to_group)
        self.offered = theirs.exclude(pk__in=linked).order_by("title", "ref")
        offer(self, "action", self.offered)


class MeetingFilters(PlainForm):
    state = forms.ChoiceField(
        label="State", choices=[("", "Any"), ("planned", "Planned"), ("closed", "Closed")], required=False
    )
    since = forms.DateField(label="From", required=False)
    until = forms.DateField(label="To", required=False)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["state"]:
            rows = rows.filter(state=asked["state"])
        if asked["since"]:
            rows = rows.filter(on__gte=asked["since"])
        if asked["until"]:
            rows = rows.filter(on__lte=asked["until"])
        return rows


class DateOfMeetingForm(PlainForm):
    on = forms.DateField(label="On which day")
    starts_at = forms.TimeField(
        label="At what time",
        required=False,
        help_text="For example, 14:00",
        input_formats=["%H:%M", "%H.%M", "%H"],
        error_messages={"invalid": "Give the time by the 24-hour clock, for example 14:00."},
    )
    venue = forms.CharField(label="Where", max_length=200, required=False)


class MeetingForm(DateOfMeetingForm):
    board = OneOf(Group.objects.none(), label="Which board meets", empty_label="Choose a board")
    field_order = ["board", "on", "starts_at", "venue"]

    def __init__(self, *args: Any, boards: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "board", boards.order_by("name"))
        choose_for_them(self, "board", boards)


class EditMeetingForm(DateOfMeetingForm):
    seen = forms.IntegerField(widget=forms.HiddenInput)


class LogFilters(PlainForm):
    words = forms.CharField(label="Words in the action", required=False)
    still = forms.ChoiceField(
        label="Show", choices=[("", "All"), ("open", "Still open"), ("closed", "Closed")], required=False
    )

    def narrow(self, rows: QuerySet[Action]) -> QuerySet[Action]:
        asked = self.cleaned_data
        if asked["words"]:
            rows = rows.filter(title__icontains=asked["words"])
        if asked["still"] == "open":
            return rows.filter(status__in=OPEN)
        return rows.exclude(status__in=OPEN) if asked["still"] == "closed" else rows


class ItemForm(MarkingForm):
    title = forms.CharField(label="What the item is called", max_length=240)
    kind = forms.ChoiceField(
        choices=AgendaItem.Kind.choices, label="What kind of item", initial=AgendaItem.Kind.PAPER
    )
    purpose = forms.ChoiceField(
        choices=AgendaItem.Purpose.choices,
        widget=forms.RadioSelect,
        label="For what",
        initial=AgendaItem.Purpose.DECISION,
    )
    before = OneOf(AgendaItem.objects.none(), label="Before which item", required=False, empty_label="Last")
    field_order = ["title", "kind", "purpose", "before", "marking", "descriptor"]

    def __init__(self, *args: Any, items: QuerySet[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "before", items)


WHOLE_ITEM = "item"


class DecideForm(PlainForm):
    """What the board did. Each outcome asks for what it needs."""

    about = forms.ChoiceField(label="What was decided on", widget=forms.RadioSelect)
    outcome = forms.ChoiceField(choices=Outcome.choices, widget=forms.RadioSelect, label="What the board did")
    words = forms.CharField(
        label="In words, for the minute",
        widget=forms.Textarea,
        required=False,
        help_text="Needed where the board agreed it as amended: say how.",
    )
    remitted_to = OneOf(
        Group.objects.none(),
        label="If remitted, to which group",
        required=False,
        empty_label="Choose a group",
    )

    def __init__(
        self,
        *args: Any,
        item: AgendaItem,
        about: list[tuple[str, str]],
        groups: QuerySet[Group],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [*about, (WHOLE_ITEM, f"The item as a whole: {item.title}")]
        if not about:
            field.widget = forms.HiddenInput()
            self.initial["about"] = WHOLE_ITEM
        offer(self, "remitted_to", groups)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        outcome = given.get("outcome")
        if outcome == Outcome.AMENDED and not given.get("words", "").strip():
            self.add_error("words", "Say how the board amended it.")
        if outcome == Outcome.REMITTED and not given.get("remitted_to"):
            self.add_error("remitted_to", "Choose the group it was remitted to.")
        if outcome and outcome != Outcome.REMITTED:
            given["remitted_to"] = None
        return given


class AdoptionForm(PlainForm):
    edition = OneOf(Edition.objects.none(), label="Which edition", empty_label="Choose an edition")

    def __init__(self, *args: Any, board: Group, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "edition", Edition.objects.published_by(on).exclude(adoptions__group=board))


class SeenForm(PlainForm):
    """Carries the version that was looked at, so that the second of two people is told."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def look_again(self, version: int) -> None:
        """Somebody was told of a change and now sees it: what they send next is meant for it."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = str(version)
        self.data = data


class BeginPaperForm(PlainForm):
    to = forms.CharField(label="To", max_length=200)
    report_by = forms.CharField(label="Report by", max_length=200, help_text="The post, not the person.")
    heading = forms.CharField(label="Heading", max_length=240)


class FrontForm(BeginPaperForm, SeenForm):
    field_order = ["to", "report_by", "heading", "seen"]


class MarkPaperForm(MarkingForm, SeenForm):
    why = forms.CharField(
        label="Why, if you lower it", widget=forms.Textarea, required=False, help_text="Kept with the paper."
    )
    field_order = ["marking", "descriptor", "why", "seen"]


class SectionForm(SeenForm):
    text = forms.CharField(
        label="Text",
        required=False,
        widget=forms.Textarea(attrs={"rows": "18"}),
        help_text="A blank line begins a new paragraph. The paragraphs are numbered for you.",
    )
    figure = OneOf(
        Figure.objects.none(), label="A figure to cite", required=False, empty_label="Choose a figure"
    )
    paragraph = forms.IntegerField(
        label="At the end of which paragraph",
        required=False,
        min_value=1,
        help_text="Its place in this section: 1 for the first. Left empty, the last.",
    )
    field_order = ["text", "figure", "paragraph", "seen"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "figure", Figure.objects.select_related("edition").order_by("-as_of", "label", "code"))


class RecommendForm(SeenForm):
    verb = forms.ChoiceField(choices=[("", "Choose a verb"), *Verb.choices], label="That the board")
    text = forms.CharField(
        label="What follows the verb",
        widget=forms.Textarea,
        help_text="For example, after “note”: the points that the refreshed strategy raises.",
    )
    find = forms.CharField(
        label="Find rows it rests on",
        required=False,
        help_text="Words of a tasking, an action, a recommendation of the strategy or a message.",
    )
    taskings = SomeOf(Tasking.objects.none(), label="Taskings", required=False)
    actions = SomeOf(Action.objects.none(), label="Actions", required=False)
    asked_by = SomeOf(Recommendation.objects.none(), label="Recommendations of the strategy", required=False)
    messages = SomeOf(Message.objects.none(), label="Messages", required=False)
    field_order = ["verb", "text", "find", "taskings", "actions", "asked_by", "messages", "seen"]


class AppendixForm(SeenForm):
    edition = OneOf(
        Edition.objects.order_by("-published_on"),
        label="An edition of the strategy",
        required=False,
        empty_label="None: the text below",
    )
    title = forms.CharField(
        label="Title", max_length=240, required=False, help_text="Left empty, the edition's own title."
    )
    text = forms.CharField(label="Or a text of your own", widget=forms.Textarea, required=False)
    field_order = ["edition", "title", "text", "seen"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("edition") is None and not given.get("text", "").strip():
            self.add_error("edition", "Choose the edition to append, or write the appendix below.")
        elif given.get("edition") is None and not given.get("title", "").strip():
            self.add_error("title", "Give the appendix a title.")
        return given
