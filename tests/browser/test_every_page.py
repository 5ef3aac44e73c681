"""Every page of the worked example, at two widths: no barrier, nothing said, nothing asked of elsewhere."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from drystane.access.models import User
from drystane.access.sign_in import FREE_TRIES
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
from drystane.board.models import AgendaItem, Decision, Meeting, Outcome, Paper, PaperRecommendation, Tasking
from drystane.board.operations.meeting import decide
from drystane.marking.models import Descriptor, Marking
from drystane.partners.models import Group, Membership
from drystane.plans.models import Action, Plan
from drystane.sheets.models import ExportJob
from drystane.site.addresses import all_addresses
from drystane.strategy.models import Edition, Figure, Recommendation
from tests.browser.example import Example
from tests.browser.lists_in import list_brought, list_read
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOBODY = ""  # not signed in

Found = Callable[[], str]  # the public id of a record of the example


@dataclass(frozen=True)
class Look:
    """Somebody who may see the page, and with which arguments they look at it."""

    who: str
    of: Found | None = None
    also: dict[str, str] = field(default_factory=dict)
    query: Found = str
    asks: bool = False  # whether it has a form in which something can be missing
    press: str = ""  # the button to send it by, where that is not the first
    called: str = ""  # where an address has several
    subject: Found | None = None  # for an address that names a second record

    def address(self, name: str) -> str:
        found = {"ref": self.of()} if self.of else {}
        if self.subject:
            found["subject"] = self.subject()
        return reverse(name, kwargs={**found, **self.also}) + self.query()


def edition() -> str:
    return Edition.objects.get(code="2015").ref


def recommendation() -> str:
    return Recommendation.objects.get(code="2015-LA-2").ref


def figure() -> str:
    return Figure.objects.get(code="2015-groups-using-businesses-board-paper").ref


def account() -> str:
    return User.objects.get(username="tam").ref


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


def meeting(on: str = "2015-09-02") -> Found:
    return lambda: Meeting.objects.get(on=on).ref


def item(title: str) -> Found:
    return lambda: AgendaItem.objects.get(meeting__on="2015-09-02", title__startswith=title).ref


def empty_item() -> str:
    return AgendaItem.objects.get(meeting__on="2015-11-25", kind="paper").ref


def paper() -> str:
    return Paper.objects.get().ref


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
    "plans:totals": [Look("morag", plan("parent"), query=lambda: "?beneath=1")],
    "plans:new_action": [Look("mhairi", plan(), asks=True)],
    "plans:add_message": [Look("mhairi", plan(), asks=True)],
    "plans:action": [Look("mhairi", action("A30")), Look("iain", action("A13"), called="action-sensitive")],
    "plans:edit": [Look("mhairi", action("A30"), asks=True)],
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
    "board:templates": [Look("admin_kirsty", asks=True)],
    "board:paper_mark": [Look("morag", paper, asks=True)],
    "board:paper_approve": [Look("cllr_gordon", paper)],
    "board:paper_section": [Look("morag", paper, {"key": "summary"}, press="Put the figure in")],
    "board:paper_recommend": [Look("morag", paper, asks=True)],
    "board:paper_append": [Look("morag", paper, asks=True)],
    "board:paper_take_out": [Look("morag", paper, {"order": "1"})],
    "board:paper_reword": [Look("morag", asked, asks=True)],
    "board:paper_unrecommend": [Look("morag", asked)],
}
FILES = {"export_file", "import_rejects", "board:paper_file", "board:template_file"}  # not pages


@pytest.fixture
def example(example: Example) -> Example:
    """With a record of each kind that the example itself does not hold."""
    morag = User.objects.get(username="morag")
    noon = datetime(2015, 9, 2, 12, 0, tzinfo=UTC)
    spotlight = AgendaItem.objects.get(meeting__on="2015-09-02", kind="discussion")
    decide(spotlight, outcome=Outcome.ACTION, words="Ask the trading standards officers.", by=morag, at=noon)
    ExportJob.objects.create(
        owner=morag.ref, listing="actions", kind="csv", title="Actions", marking="OFFICIAL", asked_at=noon
    )
    Action.objects.filter(code="A13").update(marking=Marking.SENSITIVE, descriptor=Descriptor.COMMERCIAL)
    example.visitor(NOBODY)
    for who in ("iain", "ross"):
        state_purpose(example.at_desk(who))
    return example


def state_purpose(visitor: Visitor) -> None:
    """So that sensitive records are shown."""
    visitor.open(reverse("partners:purpose"))
    visitor.type({"Why you need OFFICIAL-SENSITIVE records now": "Looking at every page"})
    visitor.press("Show them for an hour")


def test_every_address_that_is_a_page_is_looked_at() -> None:
    """A new address without somebody to look at it fails here."""
    pages = {found.name for found in all_addresses() if "GET" in found.methods}
    assert pages == LOOKS.keys() | FILES


@pytest.mark.parametrize(
    "room", ["site", "access", "partners", "threats", "strategy", "assessment", "plans", "board"]
)
def test_pages(example: Example, subtests: pytest.Subtests, room: str) -> None:
    """A room at a time, so that its people sign in once."""
    for name, looks in LOOKS.items():
        for look in looks if room_of(name) == room else []:
            called = look.called or name.replace(":", "-")
            with subtests.test(called):
                look_at(example.at_desk(look.who), look.address(name), called)
                if look.asks or look.press:
                    look_at_errors(example.at_desk(look.who), called, press=look.press)


def room_of(name: str) -> str:
    return name.partition(":")[0] if ":" in name else "site"


def look_at(visitor: Visitor, address: str, called: str, status: int = 200) -> None:
    with undisturbed(visitor):
        assert visitor.open(address).status == status
        has_its_frame(visitor)
        visitor.check(called)


def look_at_errors(visitor: Visitor, called: str, *, press: str) -> None:
    """The form that is open, sent with nothing in it."""
    with undisturbed(visitor):
        if press:
            visitor.press(press)
        else:
            send_empty(visitor)
        assert visitor.page.title().startswith("Error: ")
        expect(visitor.page.get_by_role("alert")).to_be_focused()
        has_its_frame(visitor)
        visitor.check(f"{called}-errors")


@contextmanager
def undisturbed(visitor: Visitor) -> Iterator[None]:
    """Nothing is said on the console, and nothing is asked of another machine, from here on."""
    visitor.messages.clear()
    visitor.strays.clear()
    yield
    visitor.left_in_peace()


def has_its_frame(visitor: Visitor) -> None:
    """A name, a language, a heading, and at both ends how the page is marked."""
    page = visitor.page
    assert re.fullmatch(r"\S.* – Drystane", page.title())
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()
    expect(page.locator(".marking")).to_contain_text([re.compile("OFFICIAL")] * 2)
    assert page.evaluate(LEADING_NOWHERE) == []


LEADING_NOWHERE = """() => [...document.links].filter(link =>
    link.hash && link.href.split("#")[0] === location.href.split("#")[0]
    && !document.getElementById(decodeURIComponent(link.hash.slice(1)))
).map(link => link.hash)"""
EMPTY = """form => {
    for (const control of form.elements) {
        if (["radio", "checkbox"].includes(control.type)) control.checked = false;
        else if (control.type !== "hidden") control.value = "";
    }
    form.requestSubmit();
}"""


def send_empty(visitor: Visitor) -> None:
    with visitor.page.expect_navigation():
        visitor.page.locator("main form[method=post]").last.evaluate(EMPTY)


def test_what_one_may_not_see_or_do(example: Example) -> None:
    ewan = example.at_desk("ewan")
    ewan.expect_message("status of (403|404)")
    look_at(ewan, "/nothing/here/", "404", status=404)
    look_at(ewan, reverse("board:paper", args=[paper()]), "404-hidden", status=404)
    look_at(ewan, reverse("board:new_meeting"), "403", status=403)
    ewan.page.context.clear_cookies(name="csrftoken")
    ewan.open(reverse("partners:purpose"))
    ewan.page.context.clear_cookies(name="csrftoken")
    ewan.press("Show them for an hour")
    has_its_frame(ewan)
    ewan.check("form-expired")


def test_after_too_many_tries(example: Example) -> None:
    somebody = example.visitor(NOBODY)
    somebody.expect_message("status of 429")
    somebody.open(reverse("access:sign_in"))
    for _ in range(FREE_TRIES):
        somebody.type({"User name": "morag", "Password": "wrong"})
        somebody.press("Sign in")
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text("Too many tries")
    has_its_frame(somebody)
    somebody.check("too-many-tries")
    somebody.left_in_peace()


def test_a_temporary_password(example: Example) -> None:
    kirsty = example.at_desk("admin_kirsty")
    kirsty.open(reverse("access:manage_account", args=[account()]))
    kirsty.press("Give a temporary password")
    expect(kirsty.page.get_by_role("heading", level=1)).to_have_text("Temporary password for Tam Rickleton")
    has_its_frame(kirsty)
    kirsty.check("temporary-password")
    kirsty.left_in_peace()


def test_the_paper_as_one_file(example: Example) -> None:
    """It leaves the server, so it has no frame of ours and asks nobody for anything."""
    morag = example.at_desk("morag")
    address = reverse("board:paper_file", args=[paper(), "html"])
    answer = morag.page.request.get(f"{morag.origin}{address}")
    assert answer.headers["content-disposition"].startswith("attachment;")
    morag.page.set_content(answer.text())
    assert morag.page.title() == "REFRESH OF SCOTLAND'S SERIOUS ORGANISED CRIME STRATEGY"
    expect(morag.page.locator("html")).to_have_attribute("lang", "en-GB")
    expect(morag.page.get_by_role("heading", level=1)).to_have_count(1)
    expect(morag.page.locator(".paper-file__banner")).to_contain_text(["OFFICIAL", "OFFICIAL"])
    morag.check("paper-file")
    morag.left_in_peace()
