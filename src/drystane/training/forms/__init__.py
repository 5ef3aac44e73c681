"""What the pages of the training room ask."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from drystane.access.choosing import OneOf, SeenForm, SomeOf, any_of, offer
from drystane.access.forms import PlainForm
from drystane.partners.models import Group, Organisation, Service
from drystane.plans.models import Action
from drystane.training.models import (
    Course,
    CourseVersion,
    RoleRule,
    Session,
    SessionState,
    Staff,
    Team,
    bare_reference,
)


class People(SomeOf):
    def label_from_instance(self, obj: object) -> str:
        assert isinstance(obj, Staff)  # noqa: S101  # the field is only given staff
        return ", ".join(filter(None, [obj.reference, obj.role, obj.team.name]))


class TeamForm(PlainForm):
    name = forms.CharField(label="Team", max_length=160)
    code = forms.SlugField(
        label="Short name", max_length=60, help_text="As lists name it, such as licensing."
    )
    organisation = OneOf(Organisation.objects.order_by("name"), label="Partner", empty_label="Choose one")
    service = OneOf(Service.objects.order_by("name"), label="Service", required=False)
    exposure = forms.TypedChoiceField(
        label="Its work", choices=Team.Exposure.choices, coerce=int, widget=forms.RadioSelect
    )
    site = forms.CharField(
        label="Where alone its people can be trained",
        max_length=80,
        required=False,
        help_text="Leave empty if they can go anywhere.",
    )
    release_a_week = forms.IntegerField(
        label="How many it can spare in one week", min_value=0, max_value=500, required=False
    )
    headcount = forms.IntegerField(
        label="How many people it has, if no list of them is held",
        min_value=0,
        max_value=5000,
        required=False,
    )
    register_whole_on = forms.DateField(
        label="Since when the register holds all that its people have done",
        required=False,
        help_text="Until somebody says so, whoever has nothing on record counts as not known.",
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        service, body = given.get("service"), given.get("organisation")
        if service and body and service.organisation_id != body.pk:
            self.add_error("service", f"That is a service of {service.organisation}.")
        return given

    def fields_given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in TeamForm.base_fields}


class EditTeamForm(TeamForm, SeenForm):
    pass


class RuleForm(PlainForm):
    title = forms.CharField(label="The rule in a few words", max_length=160)
    course = OneOf(Course.objects.order_by("title"), label="Course", empty_label="Choose one")
    teams = SomeOf(Team.objects.none(), label="Whose people must have it")
    order = forms.TypedChoiceField(
        label="How pressing", choices=RoleRule.Order.choices, coerce=int, widget=forms.RadioSelect
    )
    statutory = forms.TypedChoiceField(
        label="What the law asks", choices=RoleRule.Statutory.choices, coerce=int, widget=forms.RadioSelect
    )
    within_days = forms.IntegerField(
        label="Within how many days of beginning", min_value=1, max_value=3650, required=False
    )
    least_seats = forms.IntegerField(
        label="At least so many seats whenever seats are shared out",
        min_value=0,
        max_value=1000,
        initial=0,
        help_text="For its teams together. If it cannot be kept, you are told so.",
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "teams", Team.objects.filter(group=group).order_by("name"))

    def fields_given(self) -> dict[str, Any]:
        names = set(RuleForm.base_fields) - {"teams"}
        return {name: value for name, value in self.cleaned_data.items() if name in names}


class EditRuleForm(RuleForm, SeenForm):
    pass


class SessionForm(PlainForm):
    on = forms.DateField(label="Day")
    starts_at = forms.TimeField(label="Begins at", required=False, help_text="For example, 09:30")
    venue = forms.CharField(label="Where", max_length=160, required=False)
    site = forms.CharField(
        label="Site, as teams name theirs",
        max_length=80,
        required=False,
        help_text="Leave empty if anybody can get there, or if it is online.",
    )
    places = forms.IntegerField(label="Places", min_value=1, max_value=1000)
    course_versions = SomeOf(
        CourseVersion.objects.select_related("course").order_by("course__title", "name"),
        label="What is given",
        help_text="One booking can serve two courses for the same people.",
    )

    def fields_given(self) -> dict[str, Any]:
        names = set(SessionForm.base_fields) - {"course_versions"}
        return {name: value for name, value in self.cleaned_data.items() if name in names}


class EditSessionForm(SessionForm, SeenForm):
    pass


class WhyForm(PlainForm):
    why = forms.CharField(label="Why", max_length=200, widget=forms.Textarea)


class CancelForm(WhyForm, SeenForm):
    pass


class StaffForm(SeenForm):
    reference = forms.CharField(label="Payroll or volunteer reference", max_length=40)
    also = forms.CharField(label="Another reference of theirs", max_length=40, required=False)
    team = OneOf(Team.objects.none(), label="Team", empty_label=None)
    role = forms.CharField(label="Post", max_length=120, required=False)
    started_on = forms.DateField(label="Began on", required=False)
    left_on = forms.DateField(label="Left on", required=False)

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        offer(self, "team", Team.objects.filter(group=staff.team.group_id).order_by("name"))

    def clean_reference(self) -> str:
        return self.nobody_elses(self.cleaned_data["reference"])

    def clean_also(self) -> str:
        return self.nobody_elses(self.cleaned_data["also"]) if self.cleaned_data["also"] else ""

    def nobody_elses(self, reference: str) -> str:
        bare = bare_reference(reference)
        others = Staff.objects.filter(team__group=self.staff.team.group_id).exclude(pk=self.staff.pk)
        if other := others.filter(Q(bare=bare) | Q(bare_also=bare)).select_related("team").first():
            raise forms.ValidationError(f"This looks like {other.reference} in {other.team}.")
        return reference

    def fields_given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class CompletionForm(PlainForm):
    course_version = OneOf(
        CourseVersion.objects.select_related("course").order_by("course__title", "name"),
        label="Course",
        empty_label="Choose one",
    )
    on = forms.DateField(label="Completed on")
    evidence = forms.CharField(
        label="Where it can be checked",
        max_length=200,
        required=False,
        help_text="A certificate's number or a register, never a name.",
    )


class BookForm(PlainForm):
    people = People(Staff.objects.none(), label="Who")

    def __init__(self, *args: Any, people: QuerySet[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "people", people)


class AttendanceForm(SeenForm):
    there = People(Staff.objects.none(), label="Who was there", required=False)

    def __init__(self, *args: Any, people: QuerySet[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "there", people)


class FirstForm(PlainForm):
    service = OneOf(Service.objects.order_by("name"), label="Whose staff go first", empty_label="Choose one")
    because = forms.CharField(
        label="Why",
        max_length=300,
        help_text="Such as who decided so. Everybody who sees the queue reads it.",
    )
    decided_on = forms.DateField(label="Decided on")
    action = OneOf(Action.objects.none(), label="The action that this serves", required=False)

    def __init__(self, *args: Any, actions: QuerySet[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "action", actions)


class SuggestForm(PlainForm):
    sessions = SomeOf(Session.objects.none(), label="Sessions whose seats are shared out")

    def __init__(self, *args: Any, sessions: QuerySet[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "sessions", sessions)


class DecideForm(PlainForm):
    why = forms.CharField(
        label="Why",
        widget=forms.Textarea,
        help_text="The program suggests and you decide. Your name and reason stay with it.",
    )


class CoverageFilters(PlainForm):
    """What of the coverage is looked at. Nothing kept back is told by asking for less."""

    course = OneOf(
        Course.objects.order_by("title"), label="Course", required=False, empty_label="Every course"
    )
    by = forms.ChoiceField(
        label="Counted by",
        choices=[("service", "Service"), ("team", "Team"), ("partner", "Partner")],
        required=False,
    )


class SessionFilters(PlainForm):
    state = forms.ChoiceField(label="State", choices=any_of("Any", SessionState.choices), required=False)
    course = OneOf(Course.objects.order_by("title"), label="Course", required=False, empty_label="Any")
    start = forms.DateField(label="From", required=False)

    def narrow(self, rows: QuerySet[Session]) -> QuerySet[Session]:
        asked = self.cleaned_data
        if asked["state"]:
            rows = rows.filter(state=asked["state"])
        if asked["course"]:
            rows = rows.filter(course_versions__course=asked["course"]).distinct()
        start: date | None = asked["start"]
        return rows.filter(on__gte=start) if start else rows


class StaffFilters(PlainForm):
    words = forms.CharField(label="Reference or post", max_length=60, required=False)
    team = OneOf(Team.objects.none(), label="Team", required=False, empty_label="Any team")
    there = forms.ChoiceField(
        label="Still there", choices=[("", "Yes"), ("left", "Has left"), ("all", "All")], required=False
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "team", teams)

    def narrow(self, rows: QuerySet[Staff]) -> QuerySet[Staff]:
        asked = self.cleaned_data
        if words := asked["words"]:
            rows = rows.filter(
                Q(reference__icontains=words) | Q(also__icontains=words) | Q(role__icontains=words)
            )
        if asked["team"]:
            rows = rows.filter(team=asked["team"])
        if asked["there"] != "all":
            rows = rows.filter(left_on__isnull=asked["there"] != "left")
        return rows
