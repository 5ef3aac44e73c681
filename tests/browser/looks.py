"""Who looks at each page of the worked example, and with which records of it."""

from drystane.access.models import User
from drystane.assessment.models import (
    Agreement,
    Answer,
    Assessment,
    Crosswalk,
    Evidence,
    Gap,
    Instrument,
    Subject,
)
from drystane.board.models import AgendaItem, Decision, PaperRecommendation, Tasking
from drystane.partners.models import Group, Membership
from drystane.plans.models import Action, Plan
from drystane.sheets.models import ExportJob
from drystane.strategy.models import Edition, Figure, Message, Recommendation
from tests.browser.lists_in import list_brought, list_read
from tests.browser.look import Found, Look
from tests.browser.looks_at_comms import COMMS_LOOKS
from tests.browser.looks_at_drafts import DRAFT_LOOKS
from tests.browser.looks_at_editions import EDITION_LOOKS
from tests.browser.looks_at_meetings import MEETING_LOOKS, item, meeting
from tests.browser.looks_at_nudges import NUDGE_LOOKS
from tests.browser.looks_at_overlaps import OVERLAP_LOOKS
from tests.browser.looks_at_papers import PAPER_LOOKS, paper
from tests.browser.looks_at_threats import THREAT_LOOKS
from tests.browser.looks_at_training import TRAINING_LOOKS

NOBODY = ""  # not signed in


def edition() -> str:
    return Edition.objects.get(code="2015").ref


def recommendation() -> str:
    return Recommendation.objects.get(code="2015-LA-2").ref


def figure() -> str:
    return Figure.objects.get(code="2015-groups-using-businesses-board-paper").ref


def message() -> str:
    """One that a spotlight began and a plan may carry."""
    return Message.objects.filter(group__isnull=False).order_by("code")[0].ref


def account() -> str:
    return User.objects.get(username="tam").ref


def board() -> str:
    return Group.objects.get(kind=Group.Kind.BOARD).ref


def group() -> str:
    return Group.objects.get(code="prevent").ref


def membership() -> str:
    return Membership.objects.get(group__code="prevent", user__username="priya").ref


def plan(code: str = "prevent") -> Found:
    return lambda: Plan.objects.get(code=code).ref


def action(code: str) -> Found:
    return lambda: Action.objects.get(code=code).ref


def tasking(asked: str) -> Found:
    return lambda: Tasking.objects.get(asked__startswith=asked).ref


GIVEN = tasking("Say how the wider community")
ACCEPTED = tasking("Find out what third-sector bodies")
RETURNED = tasking("Keep local businesses")


def empty_item() -> str:
    return AgendaItem.objects.get(meeting__on="2015-11-25", kind="paper").ref


def asked() -> str:
    return PaperRecommendation.objects.get(order=3).ref


def decision() -> str:
    return Decision.objects.get(item__meeting__on="2015-09-02").ref


def job() -> str:
    return ExportJob.objects.get().ref


def assessment(group: str) -> Found:
    return lambda: Assessment.objects.get(group__code=group, year=2015).ref


def answer_to(group: str, code: str) -> Found:
    """With the public id of its answer to a question."""
    return lambda: (
        Answer.objects.get(assessment__group__code=group, assessment__year=2015, question__code=code).ref
    )


def gap(**of: str) -> Found:
    return lambda: Gap.objects.filter(group__code="integrity", **of).order_by("code")[0].ref


def agreement() -> str:
    return Agreement.objects.proposed().get().ref


def crosswalk() -> str:
    return Crosswalk.objects.get().ref


def subject() -> str:
    return Subject.objects.get(code="S02").ref


def instrument() -> str:
    return Instrument.objects.get(code="integrity").ref


def evidence() -> str:
    return Evidence.objects.filter(answer__assessment__group__code="community-safety")[0].ref


def verb(name: str, code: str, who: str, *, asks: bool = True) -> Look:
    return Look(who, action(code), {"verb": name}, asks=asks, called=f"action-{name}")


def answer(name: str, of: Found, who: str, *, asks: bool = True) -> Look:
    return Look(who, of, {"verb": name}, asks=asks, called=f"tasking-{name}")


LOOKS: dict[str, list[Look]] = {
    "home": [Look("morag"), Look("ewan", called="home-stranger")],
    "wall": [Look("morag")],
    "search": [Look("morag"), Look("morag", query=lambda: "?q=licences", called="search-found")],
    "trail": [Look("audrey")],
    "export": [Look("morag", job)],
    "imports": [Look("morag", asks=True)],
    "import": [Look("morag", list_brought)],
    "import_columns": [Look("morag", list_read)],
    "access:sign_in": [Look(NOBODY, asks=True)],
    "access:account": [Look("morag")],
    "access:change_password": [Look("morag", asks=True)],
    "access:accounts": [Look("admin_kirsty")],
    "access:add_account": [Look("admin_kirsty", asks=True)],
    "access:manage_account": [Look("admin_kirsty", account)],
    "partners:index": [Look("morag")],
    "partners:organisations": [Look("morag")],
    "partners:purpose": [Look("iain", asks=True)],
    "partners:group": [Look("mhairi", group), Look("ewan", group, called="group-stranger")],
    "partners:open_group": [Look("admin_kirsty", asks=True)],
    "partners:edit_group": [Look("mhairi", group, asks=True)],
    "partners:join": [Look("mhairi", group, asks=True)],
    "partners:membership_verb": [
        Look("mhairi", membership, {"verb": name}, asks=True, called=f"membership-{name}")
        for name in ("leave", "hand_over", "role")
    ],
    "threats:index": [Look("morag")],
    "strategy:index": [Look("morag")],
    "strategy:edition": [Look("morag", edition)],
    "strategy:recommendations": [Look("morag", edition)],
    "strategy:figures": [Look("morag", edition)],
    "strategy:messages": [Look("morag", edition)],
    "strategy:case_studies": [Look("morag", edition)],
    "strategy:recommendation": [Look("morag", recommendation)],
    "strategy:figure": [Look("morag", figure)],
    "strategy:message": [Look("morag", message)],
    "assessment:index": [Look("ross"), Look("ewan", called="assessments-stranger")],
    "assessment:begin": [Look("ross", asks=True)],
    "assessment:assessment": [
        Look("ross", assessment("community-safety")),
        Look("morag", assessment("integrity"), called="assessment-submitted"),
    ],
    "assessment:questions": [Look("ross", assessment("community-safety"))],
    "assessment:results": [
        Look("iain", assessment("integrity")),
        Look("ross", assessment("community-safety"), called="results-open"),
    ],
    "assessment:submit": [Look("ross", assessment("community-safety"))],
    "assessment:reopen": [Look("iain", assessment("integrity"), asks=True)],
    "assessment:answer": [Look("ross", answer_to("community-safety", "I29"))],
    "assessment:save": [Look("ross", answer_to("community-safety", "I04"), asks=True)],
    "assessment:verify": [Look("ross", answer_to("community-safety", "I29"), asks=True)],
    "assessment:withdraw_evidence": [Look("ross", evidence, asks=True)],
    "assessment:common": [
        Look("iain", assessment("integrity")),
        Look("morag", assessment("integrity"), called="common-board"),
    ],
    "assessment:propose": [Look("iain", assessment("integrity"), subject=subject, asks=True)],
    "assessment:agreement": [Look("iain", agreement)],
    "assessment:agreement_verb": [
        Look("iain", agreement, {"verb": "confirm"}, called="agreement-confirm"),
        Look("iain", agreement, {"verb": "decline"}, asks=True, called="agreement-decline"),
        Look("mhairi", agreement, {"verb": "withdraw"}, asks=True, called="agreement-withdraw"),
    ],
    "assessment:gaps": [Look("morag"), Look("ewan", called="gaps-stranger")],
    "assessment:gap": [
        Look("iain", gap(state="taken_up")),
        Look("iain", gap(state="accepted"), called="gap-accepted"),
    ],
    "assessment:gap_verb": [
        Look("iain", gap(state="open"), {"verb": "accept"}, asks=True, called="gap-accept"),
        Look("iain", gap(state="accepted"), {"verb": "reopen"}, asks=True, called="gap-reopen"),
        Look("iain", gap(state="open"), {"verb": "weigh"}, asks=True, called="gap-weigh"),
    ],
    "assessment:instrument": [Look("morag", instrument)],
    "assessment:crosswalk": [Look("morag", crosswalk), Look("ewan", crosswalk, called="crosswalk-stranger")],
    "assessment:add_subject": [Look("morag", crosswalk, asks=True)],
    "assessment:subject_verb": [
        Look("morag", subject, {"verb": "tie"}, asks=True, called="subject-tie"),
        Look("morag", subject, {"verb": "remove"}, asks=True, called="subject-remove"),
    ],
    "plans:action_for_gap": [Look("iain", gap(state="open"))],
    "plans:refresh": [Look("morag", instrument)],
    "plans:index": [Look("morag")],
    "plans:actions": [
        Look("morag"),
        Look("morag", query=lambda: "?words=nothing+like+it", called="actions-none"),
        Look("ewan", called="actions-stranger"),
    ],
    "plans:plan": [Look("mhairi", plan()), Look("morag", plan("parent"), called="plan-parent")],
    "plans:new_plan": [Look("mhairi", group, asks=True)],
    "plans:edit_plan": [Look("mhairi", plan(), asks=True)],
    "plans:totals": [Look("morag", plan("parent"), query=lambda: "?beneath=1")],
    "plans:new_action": [Look("mhairi", plan(), asks=True)],
    "plans:add_message": [Look("mhairi", plan(), asks=True)],
    "plans:action": [Look("mhairi", action("A30")), Look("iain", action("A13"), called="action-sensitive")],
    "plans:edit": [Look("mhairi", action("A30"), asks=True)],
    "plans:repoint": [Look("mhairi", action("A30"), asks=True)],
    "plans:verb": [
        verb("agree", "A19", "mhairi", asks=False),
        verb("start", "A37", "mhairi", asks=False),
        verb("finish", "A30", "mhairi"),
        verb("mainstream", "A36", "mhairi"),
        verb("drop", "A19", "mhairi"),
        verb("redate", "A30", "mhairi"),
        verb("override", "A30", "mhairi"),
        verb("update", "A23", "priya"),
        verb("mark", "A30", "mhairi"),
    ],
    "board:taskings": [Look("morag"), Look("ewan", called="taskings-stranger")],
    "board:give_tasking": [
        Look("morag", asks=True),
        Look("morag", query=lambda: f"?recommendation={recommendation()}", called="give_tasking-for"),
    ],
    "board:tasking": [Look("morag", RETURNED), Look("mhairi", ACCEPTED, called="tasking-accepted")],
    "board:tasking_verb": [
        answer("accept", GIVEN, "mhairi", asks=False),
        answer("return", GIVEN, "mhairi"),
        answer("report", ACCEPTED, "mhairi"),
        answer("withdraw", RETURNED, "morag"),
        answer("give_again", RETURNED, "morag"),
    ],
    "board:change_tasking": [Look("morag", GIVEN, asks=True)],
    "board:plan_for_tasking": [Look("mhairi", ACCEPTED, asks=True)],
    "board:link_action": [Look("mhairi", ACCEPTED, asks=True)],
    "board:meetings": [Look("morag"), Look("ewan", called="meetings-stranger")],
    "board:new_meeting": [Look("morag", asks=True)],
    "board:meeting": [
        Look("morag", meeting()),
        Look("cllr_wallace", meeting("2015-06-03"), called="meeting-closed"),
    ],
    "board:edit_meeting": [Look("morag", meeting(), asks=True)],
    "board:add_item": [Look("morag", meeting(), asks=True)],
    "board:close": [Look("morag", meeting())],
    "board:action_log": [Look("morag", meeting("2015-11-25"))],
    "board:decide": [
        Look("morag", item("Refresh"), asks=True),
        Look("morag", item("Declarations"), asks=True, called="decide-item"),
    ],
    "board:drop_item": [Look("morag", item("Any other"))],
    "board:write_paper": [Look("morag", empty_item, asks=True)],
    "board:take_back": [Look("morag", decision)],
    "board:follow": [
        Look("morag", decision, {"what": "action"}, called="follow-which-plan"),
        Look(
            "morag",
            decision,
            {"what": "action"},
            lambda: f"?plan={plan()()}",
            asks=True,
            called="follow-action",
        ),
        Look("morag", decision, {"what": "tasking"}, asks=True, called="follow-tasking"),
        Look("morag", decision, {"what": "adoption"}, asks=True, called="follow-adoption"),
    ],
    "board:paper": [Look("morag", paper), Look("cllr_gordon", paper, called="paper-chair")],
    "board:paper_front": [Look("morag", paper, asks=True)],
    "board:paper_form": [Look("morag", paper)],
    "board:paper_lines": [Look("morag", paper)],
    "board:default_form": [Look("morag", board)],
    "board:templates": [Look("admin_kirsty", asks=True)],
    "board:paper_mark": [Look("morag", paper, asks=True)],
    "board:paper_approve": [Look("cllr_gordon", paper)],
    "board:paper_section": [Look("morag", paper, {"key": "summary"}, press="Put the figure in")],
    "board:paper_recommend": [Look("morag", paper, asks=True)],
    "board:paper_append": [Look("morag", paper, asks=True)],
    "board:paper_take_out": [Look("morag", paper, {"order": "1"})],
    "board:paper_reword": [Look("morag", asked, asks=True)],
    "board:paper_unrecommend": [Look("morag", asked)],
    **COMMS_LOOKS,
    **DRAFT_LOOKS,
    **EDITION_LOOKS,
    **OVERLAP_LOOKS,
    **NUDGE_LOOKS,
    **THREAT_LOOKS,
    **MEETING_LOOKS,
    **PAPER_LOOKS,
    **TRAINING_LOOKS,
}
FILES = {
    "board:published_file",  # not pages
    "export_file",
    "import_rejects",
    "board:calendar_feed",
    "board:draft_file",
    "board:minute_file",
    "board:paper_appendix",
    "board:paper_file",
    "board:paper_public_file",
    "board:template_file",
    "comms:page_leaflet",
    "comms:public_leaflet",
    "comms:public_leaflet_in",
}
FRAMELESS = {  # for anybody, so without the frame of those who are signed in
    "board:published",
    "comms:public_page",
    "comms:public_page_in",
    "comms:public_pages",
}
