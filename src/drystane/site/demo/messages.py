"""The example's messages in use: channels, campaigns with their days, pages for two audiences."""

from collections.abc import Mapping
from typing import Any

from drystane.comms.models import Campaign, CampaignState, Channel
from drystane.comms.operations.campaigns import keep_reading, move_campaign, plan_campaign
from drystane.comms.operations.channels import add_channel
from drystane.comms.operations.pages import publish, write_page
from drystane.comms.operations.slots import plan_slot, tell_slot
from drystane.comms.plain_page import digest
from drystane.comms.words_of_page import gather
from drystane.site.demo.groups import Partnership
from drystane.site.demo.reading import at, read
from drystane.strategy.models import Message
from drystane.strategy.operations import check_wording, say_what_about, write_wording
from drystane.strategy.packs import PACKS
from drystane.threats.models import Threat

Row = Mapping[str, Any]


def load(partnership: Partnership) -> None:
    MessageLoader(read(PACKS / "example" / "messages_2015.yaml"), partnership).load()


class MessageLoader:
    """Holds what the rows point to."""

    def __init__(self, rows: Row, partnership: Partnership) -> None:
        self.rows, self.partnership = rows, partnership
        self.people = partnership.people

    def load(self) -> None:
        for row in self.rows["channels"]:
            add_channel(row["name"], holds_many=row["holds_many"], by=None, at=at(self.first_day))
        self.channels = {channel.code: channel for channel in Channel.objects.all()}
        for row in self.rows["about"]:
            threat = Threat.objects.get(code=row["threat"])
            say_what_about(
                self.message(row), threat=threat, objective=row["objective"], **self.who_and_when(row)
            )
        for row in self.rows["wordings"]:
            self.load_wording(row)
        for row in self.rows["campaigns"]:
            self.load_campaign(row)
        for row in self.rows["pages"]:
            self.load_page(row)

    @property
    def first_day(self) -> Any:
        return self.rows["campaigns"][0]["planned"]["on"]

    def message(self, row: Row) -> Message:
        """By the code of an edition's message, or by how a group's own begins."""
        if "starts" in row:
            return Message.objects.get(group__isnull=False, text__startswith=row["starts"])
        return Message.objects.get(code=row["message"])

    def who_and_when(self, row: Row) -> dict[str, Any]:
        return {"by": self.people[row["by"]], "at": at(row["on"])}

    def load_wording(self, row: Row) -> None:
        wording = write_wording(
            self.message(row),
            self.partnership.groups[row["group"]],
            language="en",
            is_easy=True,
            text=row["text"],
            **self.who_and_when(row["written"]),
        )
        check_wording(wording, seen=1, **self.who_and_when(row["checked"]))

    def load_campaign(self, row: Row) -> None:
        names = ("title", "strand", "starts_on", "ends_on", "to_change", "measure")
        fields = {name: row[name] for name in names}
        fields["lead_body"] = self.partnership.organisations[row["lead_body"]] if row["lead_body"] else None
        group = self.partnership.groups[row["group"]]
        campaign = plan_campaign(group, fields=fields, is_invented=True, **self.who_and_when(row["planned"]))
        for slot in row["slots"]:
            self.load_slot(campaign, slot)
        for move in row["moves"]:
            move_campaign(campaign, CampaignState(move["to"]), **self.who_and_when(move))
        for reading in row["readings"]:
            figure = {name: reading[name] for name in ("kind", "value", "what", "source", "on")}
            keep_reading(campaign, **figure, **self.who_and_when(reading))

    def load_slot(self, campaign: Campaign, row: Row) -> None:
        by = self.people[row["by"]]
        slot = plan_slot(
            campaign,
            message=self.message(row),
            channel=self.channels[row["channel"]],
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            despite=row.get("despite", ""),
            by=by,
            at=at(row["entered"]),
        )
        if "told" in row:
            tell_slot(slot, seen=1, by=by, at=at(row["told"]))

    def load_page(self, row: Row) -> None:
        fields = {name: row[name] for name in ("title", "intro", "help_line")}
        page = write_page(
            self.partnership.groups[row["group"]],
            audience=row["audience"],
            fields=fields,
            points=[Message.objects.get(code=code) for code in row["points"]],
            is_invented=True,
            **self.who_and_when(row["written"]),
        )
        if row["published"]:
            decided = row["published"]
            publish(page, why=decided["why"], seen=digest(gather(page)), **self.who_and_when(decided))
