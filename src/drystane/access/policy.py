"""Who may do what: the policy table, read by the program, by people and by the documentation."""

from collections.abc import Collection
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in one group. A role in one group says nothing about another."""

    CHAIR = "chair"
    LEAD_OFFICER = "lead_officer"
    MEMBER = "member"
    CONTRIBUTOR = "contributor"
    OBSERVER = "observer"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Permission(StrEnum):
    SEE_OFFICIAL = "see OFFICIAL records"
    SEE_SENSITIVE = "see OFFICIAL-SENSITIVE records, giving a purpose"
    EXPORT_OFFICIAL = "export OFFICIAL records"
    EXPORT_SENSITIVE = "export OFFICIAL-SENSITIVE records"
    PROPOSE = "propose an action, an ask, a message"
    UPDATE_ACTION = "update an action"
    DIRECT_ACTION = "agree, assign, re-date, mainstream, drop; override BRAG with a reason"
    ANSWER_QUESTIONS = "answer questions of a self-assessment"
    VERIFY_ANSWERS = "verify answers, never one's own"
    SUBMIT_ASSESSMENT = "open, submit or reopen a self-assessment, decide on its gaps"
    AGREE_POSITION = "agree a common position, for one of the two groups"
    ANSWER_TASKING = "accept or return a tasking"
    JUDGE_OVERLAP = "judge an overlap; a merge needs both groups"
    MANAGE_MEMBERS = "manage the group's members"
    RECORD_TRAINING = "keep training records, share out seats, see staff by reference"
    RUN_BOARD = "task, plan a meeting, write papers, record decisions, close"
    PUBLISH_PAPER = "approve and publish a paper, release a public version"


class Reach(StrEnum):
    """How far a permission goes for a role."""

    ALL = "yes"
    OWN = "their own"  # the actions one leads, the rows of one's own body
    NONE = "-"


ALL, OWN, NONE = Reach.ALL, Reach.OWN, Reach.NONE
COLUMNS = (Role.CHAIR, Role.LEAD_OFFICER, Role.MEMBER, Role.CONTRIBUTOR, Role.OBSERVER)

# Read across: chair, lead officer, member, contributor, observer.
TABLE: dict[Permission, tuple[Reach, Reach, Reach, Reach, Reach]] = {
    Permission.SEE_OFFICIAL: (ALL, ALL, ALL, ALL, ALL),
    Permission.SEE_SENSITIVE: (ALL, ALL, ALL, NONE, NONE),
    Permission.EXPORT_OFFICIAL: (ALL, ALL, ALL, OWN, NONE),
    Permission.EXPORT_SENSITIVE: (ALL, ALL, NONE, NONE, NONE),
    Permission.PROPOSE: (ALL, ALL, ALL, ALL, NONE),
    Permission.UPDATE_ACTION: (ALL, ALL, OWN, OWN, NONE),
    Permission.DIRECT_ACTION: (ALL, ALL, NONE, NONE, NONE),
    Permission.ANSWER_QUESTIONS: (ALL, ALL, ALL, NONE, NONE),
    Permission.VERIFY_ANSWERS: (ALL, ALL, NONE, NONE, NONE),
    Permission.SUBMIT_ASSESSMENT: (ALL, ALL, NONE, NONE, NONE),
    Permission.AGREE_POSITION: (ALL, ALL, NONE, NONE, NONE),
    Permission.ANSWER_TASKING: (ALL, ALL, NONE, NONE, NONE),
    Permission.JUDGE_OVERLAP: (ALL, ALL, NONE, NONE, NONE),
    Permission.MANAGE_MEMBERS: (ALL, ALL, NONE, NONE, NONE),
    Permission.RECORD_TRAINING: (ALL, ALL, ALL, NONE, NONE),
    Permission.RUN_BOARD: (ALL, ALL, NONE, NONE, NONE),
    Permission.PUBLISH_PAPER: (ALL, NONE, NONE, NONE, NONE),
}

# Only a group of kind "board" has these to give.
BOARD_ONLY = frozenset({Permission.RUN_BOARD, Permission.PUBLISH_PAPER})

# Only a group of kind "desk" has these to give: it keeps records about single people or businesses.
DESK_ONLY = frozenset({Permission.RECORD_TRAINING})

# A role in a group that oversees another may see that group's OFFICIAL records, no more.
OVERSIGHT = frozenset({Permission.SEE_OFFICIAL})


def reach(roles: Collection[str], permission: Permission) -> Reach:
    """The furthest that any of these roles, all held in one group, carries the permission."""
    row = dict(zip(COLUMNS, TABLE[permission], strict=True))
    reaches = {row[Role(role)] for role in roles}
    return next((found for found in (ALL, OWN) if found in reaches), NONE)


def roles_with(permission: Permission) -> frozenset[str]:
    """The roles that hold the permission without limit."""
    return frozenset(
        role.value for role, found in zip(COLUMNS, TABLE[permission], strict=True) if found is Reach.ALL
    )
