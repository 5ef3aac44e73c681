"""What each address of the plans room answers to whom."""

from tests.policy.ruling import (
    ANYBODY,
    DIRECT,
    HIDDEN_WITHOUT_PURPOSE,
    JUDGE,
    NOBODY,
    ON_ACTION,
    ON_THE_BOARD,
    P1_OF_INTEGRITY,
    P2_OF_BOARD,
    P2_OF_INTEGRITY,
    PROPOSE,
    SIGNED_IN,
    THE_LEAD,
    Rule,
    of,
    on,
    on_either,
)

JUDGES = frozenset(who for group in ("board", "integrity", "prevent", "desk") for who in of(group, JUDGE))

PLANS: dict[str, list[Rule]] = {
    "plans:overlaps": [ANYBODY, Rule(SIGNED_IN, purpose=True)],
    "plans:decided_overlaps": [ANYBODY, Rule(SIGNED_IN, purpose=True)],
    "plans:overlap": [
        on("overlap", P1_OF_INTEGRITY),
        on("overlap of both", ON_THE_BOARD),  # nobody else here sees both sides
        on("overlap!", P2_OF_INTEGRITY, purpose=True),
        on("overlap!", HIDDEN_WITHOUT_PURPOSE),
    ],
    "plans:find_overlaps": [Rule(SIGNED_IN, JUDGES)],
    "plans:facets": [
        on("action", P1_OF_INTEGRITY, of("integrity", JUDGE)),
        on("action!", P2_OF_INTEGRITY, of("integrity", JUDGE), purpose=True),
        on("action!", HIDDEN_WITHOUT_PURPOSE),
    ],
    "plans:judge": [
        rule
        for verb in ("merge", "lead", "sequence", "link", "apart", "confirm", "decline", "take_back")
        for rule in (
            on("overlap", P1_OF_INTEGRITY, of("integrity", JUDGE), fixed={"verb": verb}),
            on("overlap of both", ON_THE_BOARD, NOBODY, fixed={"verb": verb}),
        )
    ]
    + [on("overlap!", P2_OF_INTEGRITY, of("integrity", JUDGE), fixed={"verb": "link"}, purpose=True)],
    "plans:action_for_gap": on_either("gap", PROPOSE),
    "plans:refresh": [on("instrument", SIGNED_IN)],
    "plans:index": [ANYBODY],
    "plans:actions": [ANYBODY],
    "plans:plan": [on("plan", P1_OF_INTEGRITY)],
    "plans:new_plan": [on("group", SIGNED_IN, of("integrity", DIRECT))],
    "plans:edit_plan": [on("plan", P1_OF_INTEGRITY, of("integrity", DIRECT))],
    "plans:totals": [on("plan", P1_OF_INTEGRITY)],
    "plans:new_action": [on("plan", P1_OF_INTEGRITY, of("integrity", PROPOSE))],
    "plans:twins": [on("plan", P1_OF_INTEGRITY)],
    "plans:add_message": [on("plan", P1_OF_INTEGRITY, of("integrity", PROPOSE))],
    "plans:action": [
        on("action", P1_OF_INTEGRITY),
        on("action!", P2_OF_INTEGRITY, purpose=True),
        on("action!", HIDDEN_WITHOUT_PURPOSE),
        on("board action!", P2_OF_BOARD, purpose=True),
    ],
    "plans:edit": [
        on("action", P1_OF_INTEGRITY, of("integrity", DIRECT)),
        on("action!", P2_OF_INTEGRITY, of("integrity", DIRECT), purpose=True),
        on("action!", HIDDEN_WITHOUT_PURPOSE),
    ],
    "plans:repoint": [
        on("action", P1_OF_INTEGRITY, of("integrity", DIRECT)),
        on("action!", P2_OF_INTEGRITY, of("integrity", DIRECT), purpose=True),
        on("action!", HIDDEN_WITHOUT_PURPOSE),
    ],
    "plans:verb": [
        *ON_ACTION.values(),
        on("action", P1_OF_INTEGRITY, of("integrity", DIRECT) | THE_LEAD, fixed={"verb": "update"}),
        on(
            "twin",
            P1_OF_INTEGRITY,
            of("integrity", DIRECT) | {("integrity", "contributor who leads")},
            fixed={"verb": "update"},
        ),
        on("action!", HIDDEN_WITHOUT_PURPOSE, fixed={"verb": "update"}),
    ],
}
