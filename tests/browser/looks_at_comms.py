"""Who looks at the pages of messages, campaigns and what an audience can do."""

from drystane.comms.models import AudiencePage, Campaign, Reading, Slot
from drystane.strategy.models import Message, Wording
from tests.browser.look import Found, Look


def campaign(title: str) -> Found:
    return lambda: Campaign.objects.get(title=title).ref


def planned_slot() -> str:
    return Slot.objects.get(campaign__title="Pass it on").ref


def reading() -> str:
    return Reading.objects.get(campaign__title="Ask who sent them").ref


def told_message() -> str:
    return Message.objects.get(code="2015-MSG-BUS-1").ref


def own_message() -> str:
    return Message.objects.get(group__code="prevent").ref


def reworded() -> str:
    return Message.objects.get(code="2015-MSG-IND-2").ref


def wording() -> str:
    return Wording.objects.get(message__code="2015-MSG-IND-2").ref


def page(audience: str) -> Found:
    return lambda: AudiencePage.objects.get(audience=audience).ref


COMMS_LOOKS: dict[str, list[Look]] = {
    "comms:index": [Look("morag"), Look("ewan", called="comms-stranger")],
    "comms:message": [
        Look("fiona", told_message),
        Look("morag", reworded, called="comms-message-reworded"),
        Look("mhairi", own_message, called="comms-message-own"),
    ],
    "comms:about": [Look("mhairi", own_message)],
    "comms:new_wording": [Look("mhairi", own_message, asks=True)],
    "comms:edit_wording": [Look("morag", wording)],
    "comms:check_wording": [Look("cllr_gordon", wording)],
    "comms:calendar": [
        Look("morag", query=lambda: "?month=2015-09"),
        Look("ewan", called="comms-calendar-stranger"),
    ],
    "comms:channels": [Look("morag")],
    "comms:new_channel": [Look("morag", asks=True)],
    "comms:campaigns": [Look("morag"), Look("ewan", called="comms-campaigns-stranger")],
    "comms:new_campaign": [Look("mhairi", asks=True)],
    "comms:campaign": [
        Look("callum", campaign("Ask who sent them")),
        Look("fiona", campaign("Know who you deal with"), called="comms-campaign-finished"),
    ],
    "comms:edit_campaign": [Look("mhairi", campaign("Ask who sent them"))],
    "comms:new_slot": [Look("mhairi", campaign("Ask who sent them"), asks=True)],
    "comms:add_reading": [Look("mhairi", campaign("Ask who sent them"), asks=True)],
    "comms:campaign_verb": [Look("ross", campaign("Pass it on"), also={"verb": "stop"}, asks=True)],
    "comms:redate_slot": [Look("ross", planned_slot)],
    "comms:tell_slot": [Look("ross", planned_slot)],
    "comms:cancel_slot": [Look("ross", planned_slot, asks=True)],
    "comms:take_back_reading": [Look("mhairi", reading)],
    "comms:pages": [Look("morag"), Look("ewan", called="comms-pages-stranger")],
    "comms:new_page": [Look("morag", asks=True)],
    "comms:page": [
        Look("cllr_gordon", page("individuals")),
        Look("morag", page("communities"), called="comms-page-unpublished"),
    ],
    "comms:edit_page": [Look("morag", page("individuals"))],
    "comms:publish_page": [Look("cllr_gordon", page("communities"), asks=True)],
    "comms:take_down_page": [Look("cllr_gordon", page("individuals"), asks=True)],
}
