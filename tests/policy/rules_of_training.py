"""The training room: counts for the desk and the board above it, people for those who keep its records."""

from tests.policy.ruling import (
    ANYBODY,
    KEEPERS,
    P1_OF_DESK,
    SIGNED_IN,
    People,
    Rule,
    on,
)


def of_a_course(may: People | None = None) -> list[Rule]:
    """What a desk has to say of one course."""
    return [Rule(P1_OF_DESK, may, refs={"ref": "desk", "course": "course"})]


def kept(record: str, see: People = P1_OF_DESK) -> list[Rule]:
    return [on(record, see, KEEPERS)]


TRAINING: dict[str, list[Rule]] = {
    "training:index": [ANYBODY],
    "training:coverage": [ANYBODY, Rule(SIGNED_IN, query="?by=team&export=csv")],
    "training:courses": [ANYBODY],
    "training:course": [on("course", SIGNED_IN)],
    "training:teams": [ANYBODY],
    "training:sessions": [ANYBODY],
    "training:team": [on("team", P1_OF_DESK)],
    "training:session": [on("session", P1_OF_DESK)],
    "training:first": [
        *of_a_course(),
        Rule(P1_OF_DESK, refs={"ref": "desk", "course": "course"}, query="?seats=2"),
    ],
    "training:put_first": of_a_course(KEEPERS),
    "training:suggest": of_a_course(KEEPERS),
    "training:new_team": kept("desk"),
    "training:new_rule": kept("desk"),
    "training:new_session": kept("desk"),
    "training:edit_team": kept("team"),
    "training:edit_rule": kept("rule"),
    "training:edit_session": kept("session"),
    "training:cancel": kept("session"),
    "training:book": kept("session"),
    "training:attendance": kept("session"),
    "training:staff": [Rule(SIGNED_IN, KEEPERS), Rule(SIGNED_IN, KEEPERS, query="?export=csv")],
    "training:due": [Rule(SIGNED_IN, KEEPERS)],
    "training:person": kept("staff", KEEPERS),
    "training:edit_person": kept("staff", KEEPERS),
    "training:record": kept("staff", KEEPERS),
    "training:withdraw": kept("completion", KEEPERS),
    "training:seat_plan": kept("seats", KEEPERS),
    "training:decide": [on("seats", KEEPERS, fixed={"verb": verb}) for verb in ("decide", "set-aside")],
    "training:booking": [
        on("booking", KEEPERS, fixed={"verb": verb}) for verb in ("attended", "absent", "cancelled")
    ],
}
