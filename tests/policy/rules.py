"""What each address answers to whom. Written by hand from the design's table, not read from the program.

A rule says who sees the record (the others get 404) and who of those may do what the page does (the others
get 403). A new address without a rule fails the matrix.
"""

from tests.policy.rules_of_comms import COMMS
from tests.policy.rules_of_plans import PLANS
from tests.policy.rules_of_training import TRAINING
from tests.policy.ruling import (
    ADMINISTRATOR,
    AGREE,
    ANSWER,
    ANSWER_QUESTIONS,
    ANYBODY,
    AUDITOR,
    BRINGERS,
    EXPORT_P1,
    EXPORT_P2,
    HIDDEN_WITHOUT_PURPOSE,
    MANAGE,
    NOBODY,
    P1_OF_BOARD,
    P1_OF_BOTH,
    P1_OF_INTEGRITY,
    P2_OF_BOARD,
    P2_OF_INTEGRITY,
    PROPOSE,
    PUBLISH,
    RUN,
    SEE_P1,
    SIGNED_IN,
    SUBMIT,
    THE_LEAD,
    VERIFY,
    Rule,
    of,
    of_paper,
    on,
    on_either,
    on_paper,
    run_board,
)
from tests.policy.world import ROLES

THE_COMPARISON = {"comparison": "comparison"}
EDITIONS = {"earlier": "edition before", "later": "edition"}

RULES: dict[str, list[Rule]] = {
    "home": [ANYBODY, Rule(SIGNED_IN, purpose=True)],
    "wall": [ANYBODY],
    "search": [Rule(SIGNED_IN, query="?q=check")],
    "digest": [ANYBODY, Rule(SIGNED_IN, purpose=True)],
    "nudge_link": [Rule(THE_LEAD, refs={"token": "token"})],
    "trail": [Rule(SIGNED_IN, AUDITOR), Rule(SIGNED_IN, AUDITOR, query="?export=csv")],
    "export": [on("job", frozenset({("integrity", "chair")}))],
    "export_file": [on("job", NOBODY)],  # its file is not made yet: the owner's own tests fetch one
    # A list brought in is its bringer's; to bring one takes a role in which anything can be added.
    "imports": [Rule(SIGNED_IN, BRINGERS)],
    "import": [on("import", frozenset({("integrity", "chair")}))],
    "import_columns": [on("import", NOBODY)],  # its file is not there: the owner's own tests send one
    "import_rejects": [on("import", NOBODY)],
    "import_verb": [
        on("import", frozenset({("integrity", "chair")}), fixed={"verb": verb})
        for verb in ("confirm", "discard", "undo")
    ],
    # access
    "access:sign_out": [ANYBODY],
    "access:account": [ANYBODY],
    "access:change_password": [ANYBODY],
    "access:accounts": [Rule(SIGNED_IN, ADMINISTRATOR), Rule(SIGNED_IN, ADMINISTRATOR, query="?export=csv")],
    "access:add_account": [Rule(SIGNED_IN, ADMINISTRATOR)],
    "access:manage_account": [on("account", SIGNED_IN, ADMINISTRATOR)],
    "access:deactivate": [on("account", SIGNED_IN, ADMINISTRATOR)],
    "access:reactivate": [on("account", SIGNED_IN, ADMINISTRATOR)],
    "access:temporary_password": [on("account", SIGNED_IN, ADMINISTRATOR)],
    # partners
    "partners:index": [ANYBODY],
    "partners:organisations": [ANYBODY],
    "partners:purpose": [ANYBODY],
    "partners:group": [on("group", SIGNED_IN)],
    "partners:open_group": [Rule(SIGNED_IN, ADMINISTRATOR)],
    "partners:edit_group": [on("group", SIGNED_IN, of("integrity", MANAGE))],
    "partners:join": [on("group", SIGNED_IN, of("integrity", MANAGE))],
    "partners:membership_verb": [
        on("membership", SIGNED_IN, of("integrity", MANAGE), fixed={"verb": verb})
        for verb in ("leave", "hand_over", "role")
    ],
    # threats and strategy
    "threats:index": [ANYBODY],
    "threats:side_by_side": [ANYBODY],
    "threats:series": [on("series", SIGNED_IN)],
    "strategy:index": [ANYBODY],
    **{
        f"strategy:{page}": [on("edition", SIGNED_IN)]
        for page in ("edition", "recommendations", "figures", "messages", "case_studies")
    },
    "strategy:recommendation": [on("recommendation", SIGNED_IN)],
    "strategy:series": [ANYBODY],
    **{
        f"strategy:{page}": [Rule(SIGNED_IN, may, refs=dict(EDITIONS))]
        for page, may in (("compare", None), ("compare_rest", None), ("compare_run", of("board", RUN)))
    },
    "strategy:correspondence": [on("correspondence", SIGNED_IN)],
    "strategy:decide": [on("correspondence", SIGNED_IN, of("board", RUN))],
    "strategy:take_back": [on("correspondence", SIGNED_IN, of("board", RUN))],
    "strategy:figure": [on("figure", SIGNED_IN)],
    "strategy:message": [on("message", SIGNED_IN), on("message of a group", P1_OF_INTEGRITY)],
    # assessment
    "assessment:index": [ANYBODY, Rule(SIGNED_IN, purpose=True)],
    "assessment:begin": [
        Rule(
            SIGNED_IN,
            of("board", SUBMIT) | of("integrity", SUBMIT) | of("prevent", SUBMIT) | of("desk", SUBMIT),
        )
    ],
    "assessment:assessment": on_either("assessment"),
    "assessment:questions": on_either("assessment", ANSWER_QUESTIONS),
    "assessment:results": [
        *on_either("assessment"),
        on("assessment", P1_OF_INTEGRITY, of("integrity", EXPORT_P1), query="?export=csv"),
        on("assessment!", P2_OF_INTEGRITY, of("integrity", EXPORT_P2), query="?export=csv", purpose=True),
    ],
    "assessment:submit": on_either("assessment", SUBMIT),
    "assessment:reopen": on_either("assessment", SUBMIT),
    "assessment:answer": on_either("answer"),
    "assessment:save": on_either("answer", ANSWER_QUESTIONS),
    "assessment:verify": on_either("answer", VERIFY),
    "assessment:carry": [on("comparison", SIGNED_IN), on("comparison", SIGNED_IN, purpose=True)],
    "assessment:carry_answer": [
        Rule(P1_OF_INTEGRITY, of("integrity", SUBMIT), refs={"ref": "answer", **THE_COMPARISON}),
        Rule(
            P2_OF_INTEGRITY, of("integrity", SUBMIT), refs={"ref": "answer!", **THE_COMPARISON}, purpose=True
        ),
        Rule(HIDDEN_WITHOUT_PURPOSE, refs={"ref": "answer!", **THE_COMPARISON}),
    ],
    "assessment:withdraw_evidence": on_either("evidence", ANSWER_QUESTIONS),
    "assessment:common": on_either("assessment"),
    "assessment:propose": [
        Rule(P1_OF_INTEGRITY, of("integrity", AGREE), refs={"ref": "assessment", "subject": "subject"}),
        Rule(NOBODY, refs={"ref": "assessment!", "subject": "subject"}),
    ],
    "assessment:agreement": [on("agreement", P1_OF_BOTH)],
    "assessment:agreement_verb": [
        on("agreement", P1_OF_BOTH, of(group, AGREE), fixed={"verb": verb})
        for verb, group in (("confirm", "prevent"), ("decline", "prevent"), ("withdraw", "integrity"))
    ],
    "assessment:gaps": [ANYBODY, Rule(SIGNED_IN, purpose=True)],
    "assessment:gap": on_either("gap"),
    "assessment:gap_verb": [
        rule
        for verb in ("accept", "reopen", "weigh")
        for rule in on_either("gap", SUBMIT, fixed={"verb": verb})
    ],
    "assessment:instrument": [on("instrument", SIGNED_IN)],
    "assessment:crosswalk": [on("crosswalk", SIGNED_IN)],
    "assessment:add_subject": [on("crosswalk", SIGNED_IN, of("board", RUN))],
    "assessment:subject_verb": [
        on("subject", SIGNED_IN, of("board", RUN), fixed={"verb": verb}) for verb in ("tie", "remove")
    ],
    # plans
    **TRAINING,
    **PLANS,
    **COMMS,
    # board: taskings
    "board:taskings": [ANYBODY],
    "board:give_tasking": [Rule(SIGNED_IN, of("board", RUN))],
    "board:tasking": [on("tasking", P1_OF_INTEGRITY)],
    "board:tasking_verb": [
        *(
            on("tasking", P1_OF_INTEGRITY, of("integrity", ANSWER), fixed={"verb": verb})
            for verb in ("accept", "return", "report")
        ),
        *(
            on("tasking", P1_OF_INTEGRITY, of("board", RUN), fixed={"verb": verb})
            for verb in ("withdraw", "give_again")
        ),
    ],
    "board:change_tasking": [on("tasking", P1_OF_INTEGRITY, of("board", RUN))],
    "board:plan_for_tasking": [on("tasking", P1_OF_INTEGRITY, of("integrity", PROPOSE))],
    "board:link_action": [on("tasking", P1_OF_INTEGRITY, of("integrity", PROPOSE))],
    "board:refresh": [on("comparison", SIGNED_IN), on("comparison", SIGNED_IN, purpose=True)],
    # board: meetings
    "board:meetings": [ANYBODY],
    "board:new_meeting": [Rule(SIGNED_IN, of("board", RUN))],
    "board:meeting": [on("meeting", P1_OF_BOARD)],
    "board:action_log": [on("meeting", P1_OF_BOARD)],
    "board:edit_meeting": run_board("meeting"),
    "board:add_item": run_board("meeting"),
    "board:close": run_board("meeting"),
    "board:decide": run_board("item"),
    "board:drop_item": run_board("item"),
    "board:write_paper": [*run_board("item"), on("paper item!", HIDDEN_WITHOUT_PURPOSE)],
    "board:take_back": run_board("decision"),
    "board:follow": [
        rule
        for what in ("action", "tasking", "adoption")
        for rule in run_board("decision", fixed={"what": what})
    ],
    "board:publish_agenda": run_board("meeting"),
    "board:move_item": run_board("item"),
    "board:attendance": run_board("meeting"),
    "board:add_guest": run_board("meeting"),
    "board:take_off": run_board("attendance"),
    "board:declare": run_board("meeting"),
    "board:take_back_declaration": [
        *run_board("declaration"),
        on("declaration!", P2_OF_BOARD, of("board", RUN), purpose=True),
        on("declaration!", HIDDEN_WITHOUT_PURPOSE),
    ],
    "board:quorum": run_board("meeting"),
    "board:minute": [on("meeting", P1_OF_BOARD)],
    "board:write_minute": run_board("meeting"),
    "board:approve_minute": run_board("minute"),
    "board:minute_file": [
        on("minute", P1_OF_BOARD, of("board", EXPORT_P1), fixed={"kind": kind})
        for kind in ("html", "docx", "pdf")
    ],
    # board: spotlights
    "board:give_spotlight": run_board("item"),
    "board:spotlight": [
        on("spotlight", P1_OF_BOARD),
        on("spotlight!", P2_OF_BOARD, purpose=True),
        on("spotlight!", HIDDEN_WITHOUT_PURPOSE),
    ],
    "board:edit_spotlight": run_board("spotlight"),
    "board:spotlight_outcome": [
        rule
        for kind in ("message", "action", "issue", "practice", "nothing")
        for rule in run_board("spotlight", fixed={"kind": kind})
    ],
    "board:follow_up": run_board("outcome"),
    "board:take_back_outcome": run_board("outcome"),
    # board: the forward plan
    "board:forward_plan": [ANYBODY],
    "board:new_ask": [Rule(SIGNED_IN, of("board", PROPOSE))],
    "board:ask": [on("ask", P1_OF_INTEGRITY), on("ask of a body", P1_OF_BOARD)],
    "board:answer_ask": [
        rule
        for verb in ("promise", "receive", "decline")
        for rule in (
            on("ask", P1_OF_INTEGRITY, of("integrity", ANSWER) | of("board", RUN), fixed={"verb": verb}),
            on("ask of a body", P1_OF_BOARD, of("board", RUN), fixed={"verb": verb}),
        )
    ],
    "board:my_calendar": [ANYBODY],
    "board:revoke_calendar": [ANYBODY],
    # board: papers
    "board:paper": on_paper(SEE_P1),
    "board:templates": [Rule(SIGNED_IN, ADMINISTRATOR)],
    "board:template_remove": [Rule(SIGNED_IN, ADMINISTRATOR, fixed={"form": "highland"})],
    "board:template_file": [Rule(SIGNED_IN, ADMINISTRATOR, fixed={"form": "highland"})],
    "board:paper_front": on_paper(RUN),
    "board:paper_form": on_paper(RUN),
    "board:paper_lines": on_paper(RUN),
    "board:default_form": [on("board", SIGNED_IN, of("board", RUN)), on("group", SIGNED_IN, NOBODY)],
    "board:paper_mark": on_paper(RUN),
    "board:paper_approve": on_paper(PUBLISH),
    "board:paper_section": on_paper(RUN, fixed={"key": "summary"}),
    "board:paper_recommend": on_paper(RUN),
    "board:paper_append": on_paper(RUN),
    "board:paper_take_out": on_paper(RUN, fixed={"order": "1"}),
    "board:paper_upload": on_paper(RUN),
    "board:paper_exempt": on_paper(RUN),
    "board:paper_rows": [
        rule
        for which in ("resources", "log", "wall", "refresh", "overlaps")
        for rule in on_paper(SEE_P1, fixed={"which": which})
    ],
    "board:paper_versions": on_paper(RUN),
    "board:paper_comments": on_paper(PROPOSE),
    "board:paper_version": of_paper("version", RUN),
    "board:paper_restore": of_paper("version", RUN),
    "board:paper_resolve": of_paper("comment", RUN),
    "board:paper_public": on_paper(SEE_P1),
    "board:paper_release": on_paper(PUBLISH),
    "board:paper_withdraw": on_paper(PUBLISH),
    # board: papers read in
    "board:drafts": [ANYBODY],
    "board:read_in": [Rule(SIGNED_IN, of("board", RUN))],
    **{f"board:{name}": of_paper("draft", SEE_P1) for name in ("draft", "draft_text")},
    "board:draft_verb": of_paper("draft", RUN, fixed={"verb": "put-away"}),
    "board:draft_file": [of_paper("draft", EXPORT_P1)[0], *of_paper("draft", EXPORT_P2)[1:]],
    **{
        f"board:{name}": of_paper("draft item", RUN)
        for name in ("draft_item", "draft_reject", "draft_take_back")
    },
    "board:paper_appendix": [
        on("paper", P1_OF_BOARD, of("board", EXPORT_P1), fixed={"order": "2"}),
        on("paper!", P2_OF_BOARD, of("board", EXPORT_P2), fixed={"order": "2"}, purpose=True),
        on("paper!", HIDDEN_WITHOUT_PURPOSE, fixed={"order": "2"}),
        on("paper", NOBODY, fixed={"order": "1"}),  # an appendix that is no file
    ],
    "board:paper_public_file": [
        rule
        for kind in ("html", "docx", "pdf")
        for rule in (
            on("paper", P1_OF_BOARD, of("board", EXPORT_P1), fixed={"kind": kind}),
            on("paper!", NOBODY, fixed={"kind": kind}, purpose=True),  # it has no public version
        )
    ],
    "board:paper_reword": [
        *run_board("asked"),
        on("asked!", P2_OF_BOARD, of("board", RUN), purpose=True),
        on("asked!", HIDDEN_WITHOUT_PURPOSE),
    ],
    "board:paper_unrecommend": [
        *run_board("asked"),
        on("asked!", P2_OF_BOARD, of("board", RUN), purpose=True),
        on("asked!", HIDDEN_WITHOUT_PURPOSE),
    ],
    "board:paper_file": [
        rule
        for kind in ("html", "docx", "pdf")
        for rule in (
            on("paper", P1_OF_BOARD, of("board", EXPORT_P1), fixed={"kind": kind}),
            on("paper!", P2_OF_BOARD, of("board", EXPORT_P2), fixed={"kind": kind}, purpose=True),
            on("paper!", HIDDEN_WITHOUT_PURPOSE, fixed={"kind": kind}),
        )
    ],
}

# Open to whoever is not signed in. Everything else sends them to the sign-in page.
OPEN: dict[str, dict[str, str]] = {
    "access:sign_in": {},
    "board:calendar_feed": {"token": "nobody-holds-this"},
    "board:published_file": {"ref": "never-released", "file": "nor-this"},
    # What a chair published for an audience; the rest is a 404, whatever it is.
    "comms:public_pages": {},
    "comms:public_page": {"audience": "individuals"},
    "comms:public_leaflet": {"audience": "individuals"},
    "comms:public_page_in": {"audience": "individuals", "language": "gd"},
    "comms:public_leaflet_in": {"audience": "individuals", "language": "gd"},
    "board:published": {"ref": "never-released"},  # public versions that a chair released; the rest is a 404
}

assert set(ROLES) == SEE_P1, "a new role needs a place in the table above"
