"""What is asked of a campaign, of its days in the calendar, and of what it reached."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from drystane.access.choosing import MarkingForm, OneOf, SeenForm, any_of, offer
from drystane.access.forms import PlainForm
from drystane.comms.models import Campaign, CampaignState, Channel, Reading, Strand
from drystane.partners.models import Group, Organisation
from drystane.strategy.models import Audience, Message


class CampaignFilters(PlainForm):
    words = forms.CharField(label="Words in the title", required=False, max_length=100)
    strand = forms.MultipleChoiceField(
        label="Part of", choices=Strand.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    state = forms.MultipleChoiceField(
        label="State", choices=CampaignState.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["words"]:
            rows = rows.filter(title__icontains=asked["words"])
        if asked["strand"]:
            rows = rows.filter(strand__in=asked["strand"])
        return rows.filter(state__in=asked["state"]) if asked["state"] else rows


class CampaignForm(MarkingForm):
    title = forms.CharField(label="What it is called", max_length=160)
    strand = forms.ChoiceField(label="Part of", choices=any_of("Choose one", Strand.choices))
    lead_body = OneOf(
        Organisation.objects.order_by("name"),
        label="Who leads it",
        required=False,
        empty_label="The group itself",
    )
    starts_on = forms.DateField(label="First day")
    ends_on = forms.DateField(label="Last day")
    to_change = forms.CharField(
        label="What should be different afterwards",
        widget=forms.Textarea,
        required=False,
        help_text="What people will do or know. Without it nobody can say whether it worked.",
    )
    measure = forms.CharField(
        label="The figure that would show it",
        max_length=200,
        required=False,
        help_text="For example, calls to trading standards in a month.",
    )
    field_order = ["group", "title", "strand", "lead_body", "starts_on", "ends_on", "to_change", "measure"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "A campaign cannot end before it starts.")
        return given


class NewCampaignForm(CampaignForm):
    group = OneOf(Group.objects.none(), label="In the name of", empty_label="Choose a group")

    def __init__(self, *args: Any, groups: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group", groups)


class EditCampaignForm(CampaignForm, SeenForm):
    pass


class DaysForm(PlainForm):
    starts_on = forms.DateField(label="First day")
    ends_on = forms.DateField(label="Last day")
    despite = forms.CharField(
        label="If it clashes: why it goes ahead",
        widget=forms.Textarea,
        required=False,
        help_text="Leave this empty at first. What is in the way is shown before anything is kept.",
    )


class SlotForm(DaysForm):
    message = OneOf(Message.objects.none(), label="Which message", empty_label="Choose a message")
    channel = OneOf(
        Channel.objects.order_by("name"), label="On which channel", empty_label="Choose a channel"
    )
    field_order = ["message", "channel", "starts_on", "ends_on", "despite"]

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "message", messages_for(campaign.group))


class RedateForm(DaysForm, SeenForm):
    pass


class CancelForm(SeenForm):
    why = forms.CharField(label="Why it will not go out", widget=forms.Textarea)


class ChannelForm(PlainForm):
    name = forms.CharField(label="What it is called", max_length=120)
    holds_many = forms.BooleanField(
        label="Several messages can stand in it on one day",
        required=False,
        help_text="As on a website. A radio slot or a school-bag letter holds one.",
    )


class StopForm(PlainForm):
    why = forms.CharField(label="Why it is stopped", widget=forms.Textarea)


class MoveForm(PlainForm):
    why = forms.CharField(label="A note", widget=forms.Textarea, required=False)


class ReadingForm(PlainForm):
    kind = forms.ChoiceField(label="What the figure is", choices=any_of("Choose one", Reading.Kind.choices))
    value = forms.DecimalField(label="The figure", min_value=0, max_digits=12, decimal_places=2)
    what = forms.CharField(
        label="What was counted", max_length=160, help_text="For example, leaflets handed out at two markets."
    )
    source = forms.CharField(
        label="Who counted it, or where it is written",
        max_length=200,
        help_text="A post or a paper, not a person.",
    )
    on = forms.DateField(label="When it was counted")


def messages_for(group: Group) -> QuerySet[Message]:
    """What a group may tell: any edition's messages, its own, and those of groups it oversees."""
    rows = Message.objects.filter(Q(group=None) | Q(group=group) | Q(group__overseen_by=group))
    return rows.select_related("edition", "group").order_by("audience", "code")


class BankFilters(PlainForm):
    words = forms.CharField(label="Words in it", required=False, max_length=100)
    audience = forms.MultipleChoiceField(
        label="For whom", choices=Audience.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    use = forms.ChoiceField(
        label="Use",
        choices=[("", "Any"), ("told", "Told"), ("planned", "Planned"), ("never", "Never told")],
        required=False,
    )
    whose = forms.ChoiceField(
        label="From",
        choices=[("", "Anywhere"), ("edition", "An edition"), ("group", "A group")],
        required=False,
    )

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        for word in asked["words"].split():
            rows = rows.filter(text__icontains=word)
        if asked["audience"]:
            rows = rows.filter(audience__in=asked["audience"])
        if asked["whose"]:
            rows = rows.filter(group__isnull=asked["whose"] == "edition")
        match asked["use"]:
            case "told":
                rows = rows.filter(Q(told_on__isnull=False) | Q(published_at__isnull=False))
            case "planned":
                rows = rows.filter(planned_on__isnull=False)
            case "never":
                rows = rows.filter(told_on=None, published_at=None)
        return rows
