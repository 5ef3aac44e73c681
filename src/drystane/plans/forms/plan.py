"""A plan itself: begun by a group, and described anew."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from drystane.access.choosing import OneOf, SeenForm, offer
from drystane.access.forms import PlainForm
from drystane.plans.models import Plan


class PlanForm(PlainForm):
    """What a plan says of itself."""

    title = forms.CharField(label="Title", max_length=200)
    code = forms.SlugField(
        label="Short name",
        max_length=60,
        help_text="Lists and files name it so, for example integrity-2015. Letters, figures and hyphens.",
    )
    about = forms.CharField(label="What it is for", widget=forms.Textarea, required=False)
    parent = OneOf(Plan.objects.none(), label="The plan it serves", required=False)
    starts_on = forms.DateField(label="Starts on")
    ends_on = forms.DateField(label="Ends on")

    def __init__(self, *args: Any, parents: QuerySet[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan: Plan | None = None
        offer(self, "parent", parents.order_by("title", "ref"))

    def clean_code(self) -> str:
        """Says no more than that: the plan that has it may be one that they cannot see."""
        code: str = self.cleaned_data["code"]
        others = Plan.objects.exclude(pk=self.plan.pk) if self.plan else Plan.objects.all()
        if others.filter(code=code).exists():
            raise forms.ValidationError("Choose another short name: this one cannot be used.")
        return code

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "A plan cannot end before it starts.")
        return given

    def fields_given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class EditPlanForm(PlanForm, SeenForm):
    def __init__(self, *args: Any, plan: Plan, parents: QuerySet[Plan], **kwargs: Any) -> None:
        now = {name: getattr(plan, name) for name in PlanForm.base_fields}
        super().__init__(*args, parents=parents, initial={**now, "seen": plan.version}, **kwargs)
        self.plan = plan
        if plan.parent is not None and plan.parent not in parents:
            del self.fields["parent"]  # it stays as it is, and whoever may not see it is not told of it
