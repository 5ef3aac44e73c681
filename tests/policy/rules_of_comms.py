"""What each address of the comms room answers to whom."""

from typing import Any

from tests.policy.ruling import (
    ADMINISTRATOR,
    ANYBODY,
    BRINGERS,
    DIRECT,
    HIDDEN_WITHOUT_PURPOSE,
    NOBODY,
    P1_OF_BOARD,
    P1_OF_INTEGRITY,
    P2_OF_INTEGRITY,
    PROPOSE,
    PUBLISH,
    RUN,
    SIGNED_IN,
    Rule,
    of,
    on,
)

PROPOSERS = BRINGERS - ADMINISTRATOR


def of_campaign(record: str, may: frozenset[str] | None = None, **more: Any) -> list[Rule]:
    """A record of an OFFICIAL campaign of Integrity, and of a sensitive one with and without a purpose."""
    holders = of("integrity", may) if may is not None else None
    return [
        on(record, P1_OF_INTEGRITY, holders, **more),
        on(f"{record}!", P2_OF_INTEGRITY, holders, purpose=True, **more),
        on(f"{record}!", HIDDEN_WITHOUT_PURPOSE, **more),
    ]


COMMS: dict[str, list[Rule]] = {
    "comms:index": [ANYBODY, Rule(SIGNED_IN, purpose=True)],
    "comms:message": [
        on("message", SIGNED_IN),
        on("message", SIGNED_IN, purpose=True),
        on("message of a group", P1_OF_INTEGRITY),
    ],
    "comms:about": [
        on("message", SIGNED_IN, NOBODY),  # an edition's says what its edition says
        on("message of a group", P1_OF_INTEGRITY, of("integrity", PROPOSE)),
    ],
    "comms:new_wording": [
        on("message", SIGNED_IN, PROPOSERS),
        on("message of a group", P1_OF_INTEGRITY, PROPOSERS),
    ],
    "comms:edit_wording": [on("wording", P1_OF_INTEGRITY, of("integrity", PROPOSE))],
    "comms:check_wording": [on("wording", P1_OF_INTEGRITY, of("integrity", DIRECT))],
    "comms:calendar": [ANYBODY, Rule(SIGNED_IN, purpose=True), Rule(SIGNED_IN, query="?month=2015-09")],
    "comms:channels": [ANYBODY],
    "comms:new_channel": [Rule(SIGNED_IN, PROPOSERS)],
    "comms:campaigns": [ANYBODY, Rule(SIGNED_IN, purpose=True)],
    "comms:new_campaign": [Rule(SIGNED_IN, PROPOSERS)],
    "comms:campaign": of_campaign("campaign"),
    "comms:edit_campaign": of_campaign("campaign", PROPOSE),
    "comms:new_slot": of_campaign("campaign", PROPOSE),
    "comms:add_reading": of_campaign("campaign", PROPOSE),
    "comms:campaign_verb": [
        rule
        for verb in ("begin", "finish", "stop", "resume")
        for rule in of_campaign("campaign", DIRECT, fixed={"verb": verb})
    ],
    "comms:redate_slot": of_campaign("slot", DIRECT),
    "comms:tell_slot": of_campaign("slot", PROPOSE),
    "comms:cancel_slot": of_campaign("slot", DIRECT),
    "comms:pages": [ANYBODY],
    "comms:new_page": [Rule(SIGNED_IN, of("board", RUN))],
    "comms:page": [on("audience page", P1_OF_BOARD)],
    "comms:page_leaflet": [on("audience page", P1_OF_BOARD)],
    "comms:edit_page": [on("audience page", P1_OF_BOARD, of("board", RUN))],
    "comms:publish_page": [on("audience page", P1_OF_BOARD, of("board", PUBLISH))],
    "comms:take_down_page": [on("audience page", P1_OF_BOARD, of("board", PUBLISH))],
    "comms:take_back_reading": of_campaign("reading", PROPOSE),
}
