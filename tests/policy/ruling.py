"""The words in which rules are written: who holds what, and what a rule says.

A rule says who sees the record (the others get 404) and who of those may do what the page does (the others
get 403). A new address without a rule fails the matrix.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.policy.world import EVERYBODY, HOLDERS, LEADERS, Who

People = frozenset[Who]

# The design's table, a line for each permission: the roles that hold it without limit.
SEE_P1 = frozenset({"chair", "lead_officer", "member", "contributor", "observer"})
SEE_P2 = frozenset({"chair", "lead_officer", "member"})
EXPORT_P1 = frozenset({"chair", "lead_officer", "member"})
EXPORT_P2 = frozenset({"chair", "lead_officer"})
PROPOSE = frozenset({"chair", "lead_officer", "member", "contributor"})
DIRECT = frozenset({"chair", "lead_officer"})
ANSWER = frozenset({"chair", "lead_officer"})
MANAGE = frozenset({"chair", "lead_officer"})
JUDGE = frozenset({"chair", "lead_officer"})
ANSWER_QUESTIONS = frozenset({"chair", "lead_officer", "member"})
VERIFY = frozenset({"chair", "lead_officer"})
SUBMIT = frozenset({"chair", "lead_officer"})
AGREE = frozenset({"chair", "lead_officer"})
RUN = frozenset({"chair", "lead_officer"})
PUBLISH = frozenset({"chair"})
RECORD = frozenset({"chair", "lead_officer", "member"})


def of(group: str, roles: frozenset[str]) -> People:
    """Those who hold one of the roles in the group, whether or not they also lead an action."""
    return frozenset(
        who for who in HOLDERS + LEADERS if who[0] == group and who[1].removesuffix(" who leads") in roles
    )


SIGNED_IN: People = frozenset(who for who in EVERYBODY if who[1] != "closed")
ADMINISTRATOR: People = frozenset({("", "administrator")})
AUDITOR: People = frozenset({("", "auditor")})
IN_INTEGRITY, ON_THE_BOARD = of("integrity", SEE_P1), of("board", SEE_P1)
P1_OF_INTEGRITY = IN_INTEGRITY | ON_THE_BOARD  # the group's own, and those of the board above it
P1_OF_BOARD = ON_THE_BOARD
P2_OF_INTEGRITY, P2_OF_BOARD = of("integrity", SEE_P2), of("board", SEE_P2)
P1_OF_BOTH = P1_OF_INTEGRITY | of("prevent", SEE_P1)  # a position of Integrity and Prevent
P1_OF_DESK, KEEPERS = of("desk", SEE_P1) | ON_THE_BOARD, of("desk", RECORD)
THE_LEAD: People = frozenset({("integrity", "member who leads")})
NOBODY: People = frozenset()
BRINGERS: People = ADMINISTRATOR | frozenset(
    who for group in ("board", "integrity", "prevent", "desk") for who in of(group, PROPOSE)
)


@dataclass(frozen=True)
class Rule:
    """`see`: who gets beyond 404. `may`: who gets beyond 403; everybody who sees it, if not given."""

    see: People
    may: People | None = None
    refs: dict[str, str] = field(default_factory=dict)  # argument of the address: name of a record
    fixed: dict[str, str] = field(default_factory=dict)  # argument of the address: its value
    query: str = ""
    purpose: bool = False  # whether everybody has given a purpose for sensitive records

    def allows(self, who: Who) -> bool:
        return who in self.see and (self.may is None or who in self.may)


def on(record: str, see: People, may: People | None = None, **more: Any) -> Rule:
    return Rule(see, may, refs={"ref": record}, **more)


ANYBODY = Rule(SIGNED_IN)
ON_ACTION = {
    verb: on("action", P1_OF_INTEGRITY, of("integrity", DIRECT), fixed={"verb": verb})
    for verb in ("agree", "start", "finish", "mainstream", "drop", "redate", "override", "mark")
}
HIDDEN_WITHOUT_PURPOSE = NOBODY


def run_board(record: str, **more: Any) -> list[Rule]:
    return [on(record, P1_OF_BOARD, of("board", RUN), **more)]


def on_paper(may: frozenset[str], **more: Any) -> list[Rule]:
    return of_paper("paper", may, **more)


def of_paper(record: str, may: frozenset[str], **more: Any) -> list[Rule]:
    """An OFFICIAL record of the board's papers, and its sensitive twin with and without a purpose."""
    return [
        on(record, P1_OF_BOARD, of("board", may), **more),
        on(f"{record}!", P2_OF_BOARD, of("board", may), purpose=True, **more),
        on(f"{record}!", HIDDEN_WITHOUT_PURPOSE, **more),
    ]


def on_open(record: str, may: frozenset[str] | None = None, **more: Any) -> list[Rule]:
    """What an open assessment of Integrity holds, with and without a purpose."""
    holders = of("integrity", may) if may is not None else None
    return [
        on(record, P2_OF_INTEGRITY, holders, purpose=True, **more),
        on(record, HIDDEN_WITHOUT_PURPOSE, **more),
    ]


def on_either(name: str, may: frozenset[str] | None = None, **more: Any) -> list[Rule]:
    """A submitted record of Integrity, which its board sees too, and its twin in an open assessment."""
    holders = of("integrity", may) if may is not None else None
    return [on(name, P1_OF_INTEGRITY, holders, **more), *on_open(f"{name}!", may, **more)]
