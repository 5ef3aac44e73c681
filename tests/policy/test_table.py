"""The policy table against the design's, written here by hand, in each relation to a group."""

import pytest

from drystane.access.policy import Permission
from drystane.partners.sight import permissions_on
from tests.policy.world import ROLES, make_world

# chair, lead officer, member, contributor, observer: y yes, o their own, - no. From the design, 4a.
DESIGN = {
    "SEE_OFFICIAL": "y y y y y",
    "SEE_SENSITIVE": "y y y - -",
    "EXPORT_OFFICIAL": "y y y o -",
    "EXPORT_SENSITIVE": "y y - - -",
    "PROPOSE": "y y y y -",
    "UPDATE_ACTION": "y y o o -",
    "DIRECT_ACTION": "y y - - -",
    "ANSWER_QUESTIONS": "y y y - -",
    "VERIFY_ANSWERS": "y y - - -",
    "SUBMIT_ASSESSMENT": "y y - - -",
    "AGREE_POSITION": "y y - - -",
    "ANSWER_TASKING": "y y - - -",
    "JUDGE_OVERLAP": "y y - - -",
    "MANAGE_MEMBERS": "y y - - -",
    "RECORD_TRAINING": "y y y - -",
    "RUN_BOARD": "y y - - -",
    "PUBLISH_PAPER": "y - - - -",
}
BOARD_ONLY = {"RUN_BOARD", "PUBLISH_PAPER"}
DESK_ONLY = {"RECORD_TRAINING"}
WORDS = {"y": "yes", "o": "their own", "-": "-"}


def test_every_permission_is_in_the_design() -> None:
    assert {permission.name for permission in Permission} == set(DESIGN)


@pytest.mark.django_db
def test_each_role_in_each_relation() -> None:
    world = make_world()
    wrong = []
    groups = {"board": world.cast.board, "integrity": world.cast.integrity, "desk": world.desk}
    for group, governed in groups.items():
        for (held_in, role), person in world.people.items():
            plain = role.removesuffix(" who leads")
            found = permissions_on(person, governed)
            for name, row in DESIGN.items():
                own = WORDS[row.split()[ROLES.index(plain)]] if plain in ROLES else "-"
                if held_in == group:
                    for_others = (name in BOARD_ONLY and group != "board") or (
                        name in DESK_ONLY and group != "desk"
                    )
                    wanted = "-" if for_others else own
                elif held_in == "board":  # it oversees the group
                    wanted = "yes" if name == "SEE_OFFICIAL" else "-"
                else:  # another group, formerly in one, or in none
                    wanted = "-"
                if found[Permission[name]].value != wanted:
                    wrong.append(f"{held_in} {role} on {group}, {name}: {found[Permission[name]].value}")
    assert wrong == []
