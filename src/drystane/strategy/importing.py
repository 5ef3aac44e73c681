"""The recommendations of an edition brought in from a spreadsheet: by the operator, as editions are."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from drystane.access.models import User
from drystane.documents.models import NEEDS_SOURCE, CiteStatus, Source
from drystane.sheets.cells import choices_of
from drystane.sheets.kinds import Change, Fault, Kind, Record, Values, restored
from drystane.sheets.tables import Field
from drystane.strategy.amending import add_recommendation, amend_recommendation, take_back_recommendation
from drystane.strategy.models import Audience, Edition, Objective, Recommendation

ASSIGNED = Recommendation.ObjectiveStatus
AUDIENCES = {one.label: one.value for one in Audience}
STATUSES = {one.label: one.value for one in ASSIGNED}
CHECKED = {one.label: one.value for one in CiteStatus}
NEEDS = {one.label for one in NEEDS_SOURCE}
OPERATOR_ONLY = "Editions are brought in by the operator, on the command line."


class Recommendations(Kind):
    name = "editions"
    title = "Recommendations of an edition"
    model = Recommendation
    keys = (("ref",), ("code",))
    fields = (
        Field("ref", "Reference", also=("ref", "drystane reference")),
        Field("edition", "Edition", "choice", ("strategy",), needed=True, for_all=True),
        Field("code", "Code", also=("no", "number", "recommendation code"), needed=True, most=30),
        Field("text", "What is asked", also=("recommendation", "text", "ask"), needed=True),
        Field("audience", "For whom", "choice", ("audience", "for"), needed=True),
        Field("objective", "Objective", "choice", ("strand", "theme"), needed=True),
        Field("objective_status", "Who gave the objective", "choice"),
        Field("source_code", "Source code", "choice"),
        Field("place", "Place in the source", also=("page", "paragraph", "section"), most=200),
        Field("checked", "Checked", "choice", ("status",)),
        Field("note", "Note on the source", also=("note", "notes")),
        Field("source", "Source", said_only=True),
    )

    @classmethod
    def open_to(cls, person: User | None) -> bool:
        return person is None

    @cached_property
    def editions(self) -> dict[str, Edition]:
        return {edition.code: edition for edition in Edition.objects.order_by("published_on")}

    @cached_property
    def objectives(self) -> dict[tuple[int, str], Objective]:
        return {(one.edition_id, one.title): one for one in Objective.objects.order_by("order")}

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {source.code: source for source in Source.objects.all()}

    def words(self) -> Mapping[str, Mapping[str, str]]:
        titles = {edition.title: code for code, edition in self.editions.items()}
        codes = {one.code: one.title for one in self.objectives.values()}
        return {
            "edition": choices_of(self.editions, titles),
            "audience": choices_of(AUDIENCES, {value: name for name, value in AUDIENCES.items()}),
            "objective": choices_of((title for _, title in self.objectives), codes),
            "objective_status": choices_of(STATUSES),
            "source_code": choices_of(self.sources),
            "checked": choices_of(CHECKED),
        }

    def records(self) -> Iterator[Record]:
        rows = Recommendation.objects.select_related("edition", "objective", "source").order_by("code")
        for asked in rows:
            said = {
                "ref": asked.ref,
                "edition": asked.edition.code,
                "code": asked.code,
                "text": asked.text,
                "audience": asked.get_audience_display(),
                "objective": asked.objective.title,
                "objective_status": asked.get_objective_status_display(),
                "source_code": asked.source.code if asked.source else "",
                "place": asked.place,
                "checked": asked.get_cite_status_display(),
                "note": asked.cite_note,
            }
            yield Record(asked.ref, said, asked)

    def refusal(self, thing: object, *, is_new: bool) -> str:  # noqa: ARG002  # the same for all
        return "" if self.person is None else OPERATOR_ONLY

    def faults(self, values: Values, changes: Sequence[Change], record: Record | None) -> Iterator[Fault]:
        if refused := self.refusal(record, is_new=record is None):
            yield Fault("", values.get("code", ""), refused)
        now = {**(record.values if record else {}), **values}
        if record is not None and "edition" in {one.key for one in changes}:
            yield Fault("“Edition”", values["edition"], "A recommendation stays in its edition.")
        elif (self.editions[now["edition"]].pk, now["objective"]) not in self.objectives:
            yield Fault(
                "“Objective”", now["objective"], f"The edition {now['edition']} has no such objective."
            )
        if now.get("checked") in NEEDS and not now.get("source_code"):
            yield Fault("“Checked”", now["checked"], "Name the source, or say that this was not checked.")

    def columns(self, said: Mapping[str, str], edition: Edition) -> dict[str, Any]:
        names = {"code": "code", "text": "text", "place": "place", "note": "cite_note"}
        found: dict[str, Any] = {name: said[key] for key, name in names.items() if key in said}
        if "audience" in said:
            found["audience"] = AUDIENCES[said["audience"]]
        if "objective" in said:
            found["objective"] = self.objectives[edition.pk, said["objective"]]
        if "objective_status" in said:
            found["objective_status"] = STATUSES[said["objective_status"]]
        if "source_code" in said:
            found["source"] = self.sources[said["source_code"]]
        if "checked" in said:
            found["cite_status"] = CHECKED[said["checked"]]
        return found

    def add_all(self, rows: Sequence[Values]) -> list[Recommendation]:
        found = []
        for said in rows:
            edition = self.editions[said["edition"]]
            fields = {"objective_status": ASSIGNED.DRAFT, **self.columns(said, edition)}
            found.append(add_recommendation(edition, fields=fields, by=self.person, at=self.at))
        return found

    def change(self, record: Record, changes: Mapping[str, str], why: str) -> Recommendation:  # noqa: ARG002
        asked: Recommendation = record.thing
        fields = self.columns(changes, asked.edition)
        amend_recommendation(asked, fields=fields, by=self.person, at=self.at)
        return asked

    def restore(self, thing: Recommendation, before: Mapping[str, Any], why: str) -> None:  # noqa: ARG002
        fields = restored(Recommendation, before)
        amend_recommendation(thing, fields=fields, by=self.person, at=self.at)

    def remove_all(self, things: Sequence[Recommendation]) -> None:
        for thing in things:
            take_back_recommendation(thing, by=self.person, at=self.at)
