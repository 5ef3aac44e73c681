"""The golden thread: from the strategy to the action and back, as far as each may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Model
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drystane.access.models import User
from drystane.board.models import (
    ActionReason,
    AgendaItem,
    Citation,
    Decision,
    Meeting,
    Paper,
    PaperRecommendation,
    Rest,
    Tasking,
)
from drystane.documents.models import CiteStatus, Source
from drystane.plans.models import Action, PlanMessage
from drystane.site.strands import MOST, Strand
from drystane.site.thread import REASONS, RESULTS, came_of, why
from drystane.strategy.models import Adoption, Figure, Message, Recommendation
from drystane.threats.models import Threat
from tests.cast import NOW, TODAY, Partnership, make_action, make_edition, make_partnership

SENSITIVE = {"marking": "sensitive", "descriptor": "commercial"}


@dataclass
class Chain:
    """One thing the strategy asks, on its way through the board to a group's plan and back to the board."""

    cast: Partnership
    asked: Recommendation
    message: Message
    figure: Figure
    item: AgendaItem
    paper: Paper
    put: PaperRecommendation
    decision: Decision
    tasking: Tasking
    action: Action

    def things(self) -> list[Model]:
        return [
            self.asked,
            self.message,
            self.figure,
            self.put,
            self.decision,
            self.tasking,
            self.action,
        ]


@pytest.fixture
def chain(db: None) -> Chain:
    cast = make_partnership()
    edition = make_edition(recommendations=1)
    asked = edition.recommendations.get()
    source = Source.objects.create(code="S1", title="The launch", address="https://example.org/launch")
    message = Message.objects.create(code="M1", edition=edition, audience="communities", text="Say so.")
    figure = Figure.objects.create(
        edition=edition,
        code="sixty",
        measure="m",
        label="Groups",
        value=Decimal(60),
        unit="percent",
        source=source,
        cite_status=CiteStatus.SOURCED,
    )
    meeting = Meeting.objects.create(group=cast.board, on=TODAY)
    item = AgendaItem.objects.create(meeting=meeting, order=1, title="The refresh", kind="paper")
    paper = Paper.objects.create(item=item, to="Board", report_by="Director", heading="A paper")
    Citation.objects.create(paper=paper, figure=figure)
    put = PaperRecommendation.objects.create(paper=paper, order=1, verb="task", text="Integrity.")
    Rest.objects.create(recommendation=put, asked_by=asked)
    Rest.objects.create(recommendation=put, message=message)
    decision = Decision.objects.create(item=item, recommendation=put, outcome="agreed", by=cast.morag, at=NOW)
    tasking = Tasking.objects.create(
        board=cast.board,
        to_group=cast.integrity,
        recommendation=asked,
        decision=decision,
        asked="Show what is missing.",
        report_back_on=date(2015, 12, 1),
        given_by=cast.morag,
        given_at=NOW,
    )
    action = make_action(cast.integrity_plan, message=message)
    ActionReason.objects.create(action=action, tasking=tasking)
    PlanMessage.objects.create(plan=cast.integrity_plan, message=message, added_by=cast.iain, added_at=NOW)
    return Chain(cast, asked, message, figure, item, paper, put, decision, tasking, action)


def told(strands: list[Strand]) -> list[tuple[str, str]]:
    return [(strand.kind, strand.words) for strand in strands]


ASKED = ("Recommendation", "2015-R0: Do thing 0")
TASKED = ("Tasking", "Integrity Group: Show what is missing.")
DECIDED = ("Decision", "The refresh, 2 September 2015")
PUT = ("Recommendation of a paper", "A paper, 1: Task Integrity.")
DONE = ("Action", "Integrity Plan: Check the carriers")
SAID = ("Message", "Say so.")
EDITION = ("Edition", "Strategy 2015 (2015)")


def test_an_action_says_every_reason_it_has(chain: Chain) -> None:
    assert told(why(chain.action, chain.cast.morag)) == [TASKED, DECIDED, ASKED, SAID]


def test_a_recommendation_says_all_that_came_of_it(chain: Chain) -> None:
    assert told(came_of(chain.asked, chain.cast.morag)) == [TASKED, DONE, PUT, DECIDED]


def test_each_record_between_says_both(chain: Chain) -> None:
    morag = chain.cast.morag
    assert told(why(chain.tasking, morag)) == [DECIDED, PUT, ASKED]
    assert told(came_of(chain.tasking, morag)) == [DONE]
    assert told(why(chain.decision, morag)) == [PUT, ASKED, SAID]
    assert told(came_of(chain.decision, morag)) == [TASKED]
    assert told(why(chain.put, morag)) == [ASKED, SAID]
    assert told(came_of(chain.put, morag)) == [DECIDED, TASKED]
    assert told(why(chain.message, morag)) == [EDITION]
    assert told(came_of(chain.message, morag)) == [
        ("Plan", "Carried by Integrity Plan"),
        DONE,
        PUT,
        DECIDED,
    ]
    assert told(why(chain.figure, morag)) == [EDITION, ("Source", "The launch")]
    assert told(came_of(chain.figure, morag)) == [("Paper", "A paper")]


def test_a_recommendation_says_its_edition_its_objective_and_its_source(chain: Chain) -> None:
    chain.asked.source, chain.asked.place = Source.objects.get(), "page 3"
    edition, objective, source = why(chain.asked, chain.cast.stranger)
    assert (edition.kind, edition.url) == ("Edition", chain.asked.edition.get_absolute_url())
    assert (objective.words, objective.state) == ("Divert", "Draft: assigned by us")
    assert (source.words, source.url) == ("The launch, page 3", "https://example.org/launch")


def test_what_an_action_has_straight_from_the_strategy_or_a_threat_is_a_reason_too(chain: Chain) -> None:
    threat = Threat.objects.create(code="fraud", name="Fraud", kind="primary")
    action = make_action(chain.cast.integrity_plan, recommendation=chain.asked, threat=threat)
    assert told(why(action, chain.cast.iain)) == [ASKED, ("Threat", "Fraud")]
    assert ("Action", "Integrity Plan: Check the carriers") in told(came_of(chain.asked, chain.cast.iain))


def test_the_same_recommendation_reached_two_ways_is_said_once(chain: Chain) -> None:
    Action.objects.update(recommendation=chain.asked)
    chain.action.refresh_from_db()
    assert told(why(chain.action, chain.cast.morag)).count(ASKED) == 1
    assert told(came_of(chain.asked, chain.cast.morag)).count(DONE) == 1


def test_a_decision_may_ask_for_an_action_and_adopt_an_edition(chain: Chain) -> None:
    action = make_action(chain.cast.board_plan, "Bring it back")
    ActionReason.objects.create(action=action, decision=chain.decision)
    chain.decision.adoption = Adoption.objects.create(
        edition=chain.asked.edition, group=chain.cast.board, adopted_on=TODAY, by=chain.cast.morag, at=NOW
    )
    morag = chain.cast.morag
    asked_for = ("Action", "Safer Action Plan: Bring it back")
    assert told(came_of(chain.decision, morag)) == [EDITION, TASKED, asked_for]
    assert told(why(action, morag)) == [DECIDED]


def test_a_paper_that_reports_on_an_action_or_a_tasking_came_of_it(chain: Chain) -> None:
    for row in ({"action": chain.action}, {"tasking": chain.tasking}):
        Rest.objects.create(recommendation=chain.put, **row)
    assert told(came_of(chain.action, chain.cast.morag)) == [PUT, DECIDED]
    assert told(came_of(chain.tasking, chain.cast.morag)) == [DONE, PUT, DECIDED]
    assert told(why(chain.put, chain.cast.morag)) == [TASKED, DONE, ASKED, SAID]


def test_a_paper_that_rests_on_a_row_twice_is_said_once(chain: Chain) -> None:
    Rest.objects.create(recommendation=chain.put, asked_by=chain.asked)
    assert told(came_of(chain.asked, chain.cast.morag)).count(PUT) == 1
    assert told(why(chain.put, chain.cast.morag)).count(ASKED) == 1


# Sight


def test_the_group_sees_its_tasking_and_not_what_lies_before_the_board(chain: Chain) -> None:
    iain = chain.cast.iain
    assert told(why(chain.action, iain)) == [TASKED, ASKED, SAID]
    assert told(came_of(chain.asked, iain)) == [TASKED, DONE]
    assert told(came_of(chain.figure, iain)) == []


def test_another_group_and_a_stranger_see_none_of_it(chain: Chain) -> None:
    for user in (chain.cast.shona, chain.cast.stranger):
        assert came_of(chain.asked, user) == []
        assert came_of(chain.message, user) == []
        assert came_of(chain.figure, user) == []


def test_a_groups_own_message_is_no_reason_to_somebody_outside_it(chain: Chain) -> None:
    own = Message.objects.create(code="OWN", group=chain.cast.prevent, audience="communities", text="Ours.")
    Action.objects.update(message=own)
    chain.action.refresh_from_db()
    assert ("Message", "Ours.") not in told(why(chain.action, chain.cast.iain))
    assert ("Message", "Ours.") in told(why(chain.action, chain.cast.morag))


def test_a_sensitive_action_is_a_strand_only_for_those_who_gave_a_purpose(chain: Chain) -> None:
    make_action(chain.cast.integrity_plan, "Hidden", recommendation=chain.asked, **SENSITIVE)
    iain = chain.cast.iain
    hidden = ("Action", "Integrity Plan: Hidden")
    assert hidden not in told(came_of(chain.asked, iain))
    iain.purpose = "To answer the board"
    assert hidden in told(came_of(chain.asked, iain))
    (strand,) = [one for one in came_of(chain.asked, iain) if "Hidden" in one.words]
    assert strand.marking == "OFFICIAL-SENSITIVE COMMERCIAL"
    chain.cast.morag.purpose = "To oversee"
    assert hidden not in told(came_of(chain.asked, chain.cast.morag)), "oversight opens OFFICIAL, no more"


def test_a_sensitive_item_hides_its_decision_and_a_sensitive_paper_its_recommendation(chain: Chain) -> None:
    Paper.objects.update(**SENSITIVE)
    assert PUT not in told(why(chain.tasking, chain.cast.morag))
    assert DECIDED in told(why(chain.tasking, chain.cast.morag))
    AgendaItem.objects.update(**SENSITIVE)
    assert DECIDED not in told(why(chain.tasking, chain.cast.morag))


def queries(thing: Model, user: User) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = [*why(thing, user), *came_of(thing, user)]
        assert isinstance(found, list)
        return len(asked)


def hide_much(chain: Chain) -> None:
    """Hidden rows at every place of the chain where there can be one."""
    cast = chain.cast
    own = Message.objects.create(code="OWN", group=cast.board, audience="communities", text="Ours.")
    item = AgendaItem.objects.create(
        meeting=chain.item.meeting, order=2, title="Exempt", kind="paper", **SENSITIVE
    )
    paper = Paper.objects.create(item=item, to="Board", report_by="Director", heading="Exempt", **SENSITIVE)
    put = PaperRecommendation.objects.create(paper=paper, order=1, verb="note", text="it.")
    hidden = make_action(cast.integrity_plan, "Hidden", recommendation=chain.asked, **SENSITIVE)
    ActionReason.objects.create(action=hidden, tasking=chain.tasking)
    decision = Decision.objects.create(item=item, recommendation=put, outcome="noted", by=cast.morag, at=NOW)
    ActionReason.objects.create(action=chain.action, decision=decision)
    Action.objects.filter(pk=chain.action.pk).update(message=own)
    Citation.objects.create(paper=paper, figure=chain.figure)
    for row in (
        {"action": chain.action},
        {"tasking": chain.tasking},
        {"asked_by": chain.asked},
        {"message": chain.message},
    ):
        Rest.objects.create(recommendation=put, **row)


@pytest.mark.slow
def test_what_is_hidden_changes_neither_the_strands_nor_the_number_of_queries(chain: Chain) -> None:
    Action.objects.filter(pk=chain.action.pk).update(message=None)
    iain, things = chain.cast.iain, chain.things()

    def seen() -> Iterator[tuple[list[Strand], list[Strand], int]]:
        for thing in things:
            fresh = type(thing)._default_manager.get(pk=thing.pk)
            yield why(fresh, iain), came_of(fresh, iain), queries(fresh, iain)

    before = list(seen())
    hide_much(chain)
    assert list(seen()) == before


# Cost


@pytest.mark.parametrize(
    ("kind", "cost"),
    [
        (Action, 8),
        (Recommendation, 7),
        (Tasking, 7),
        (Decision, 7),
        (PaperRecommendation, 8),
        (Message, 7),
        (Figure, 4),
    ],
)
@pytest.mark.parametrize("size", [1, 30])
def test_a_thread_costs_the_same_at_any_size(chain: Chain, kind: type[Model], cost: int, size: int) -> None:
    for number in range(size):
        action = make_action(chain.cast.integrity_plan, f"Do {number}", recommendation=chain.asked)
        ActionReason.objects.create(action=action, tasking=chain.tasking)
        put = PaperRecommendation.objects.create(paper=chain.paper, order=2 + number, verb="note", text="it.")
        Rest.objects.create(recommendation=put, asked_by=chain.asked)
        Decision.objects.create(item=chain.item, recommendation=put, outcome="noted", at=NOW)
    thing = next(thing for thing in chain.things() if isinstance(thing, kind))
    assert queries(kind._default_manager.get(pk=thing.pk), chain.cast.morag) == cost


def test_of_very_many_the_first_are_shown_and_it_is_said(chain: Chain) -> None:
    for number in range(MOST + 5):
        make_action(chain.cast.integrity_plan, f"Do {number:02}", recommendation=chain.asked)
    actions = [one for one in came_of(chain.asked, chain.cast.morag) if one.kind == "Action"]
    assert len(actions) == MOST + 1
    assert actions[-1].words == f"More than {MOST}: the first are shown here."


def test_whatever_has_reasons_has_results() -> None:
    assert REASONS.keys() == RESULTS.keys()


# The tag


def drawn(thing: Model, user: User, text: str, **context: str) -> str:
    request = type("Request", (), {"user": user})()
    page = Template("{% load thread %}" + text)
    return page.render(Context({"thing": thing, "request": request, **context}))


def test_the_tag_draws_both_directions_with_links(chain: Chain) -> None:
    html = drawn(chain.asked, chain.cast.morag, "{% thread_of thing %}")
    assert html.index("Why it exists") < html.index("What came of it")
    assert f'<a href="{chain.action.get_absolute_url()}">Integrity Plan: Check the carriers</a>' in html
    assert "Proposed" in html
    assert "Nothing has come of it that you can see." in drawn(
        chain.asked, chain.cast.stranger, "{% thread_of thing %}"
    )


def test_what_people_wrote_is_never_taken_for_markup(chain: Chain) -> None:
    make_action(chain.cast.integrity_plan, "<script>x</script>", recommendation=chain.asked)
    html = drawn(chain.asked, chain.cast.morag, "{% thread_of thing %}")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("OFFICIAL", "OFFICIAL-SENSITIVE COMMERCIAL"),
        ("OFFICIAL-SENSITIVE COMMERCIAL", "OFFICIAL-SENSITIVE COMMERCIAL"),
        ("OFFICIAL-SENSITIVE PERSONAL", "OFFICIAL-SENSITIVE COMMERCIAL PERSONAL"),
    ],
)
def test_a_page_is_marked_as_high_as_its_thread(chain: Chain, before: str, after: str) -> None:
    text = "{% thread_marking thing %}[{{ page_marking }}]"
    assert drawn(chain.asked, chain.cast.iain, text, page_marking=before) == f"[{before}]"
    make_action(chain.cast.integrity_plan, "Hidden", recommendation=chain.asked, **SENSITIVE)
    chain.cast.iain.purpose = "To answer the board"
    fresh = Recommendation.objects.get(pk=chain.asked.pk)
    assert drawn(fresh, chain.cast.iain, text, page_marking=before) == f"[{after}]"


def test_the_marking_and_the_thread_of_a_page_are_read_once(chain: Chain) -> None:
    once = CaptureQueriesContext(connection)
    with once:
        drawn(chain.asked, chain.cast.morag, "{% thread_of thing %}")
    fresh = Recommendation.objects.select_related("edition", "objective").get(pk=chain.asked.pk)
    twice = CaptureQueriesContext(connection)
    with twice:
        drawn(fresh, chain.cast.morag, "{% thread_marking thing %}{% thread_of thing %}")
    assert len(twice) <= len(once)


def test_the_page_of_a_recommendation_is_marked_by_what_came_of_it(chain: Chain, client: Client) -> None:
    make_action(chain.cast.integrity_plan, "Hidden", recommendation=chain.asked, **SENSITIVE)
    client.force_login(chain.cast.iain)
    address = reverse("strategy:recommendation", args=[chain.asked.ref])
    assert "OFFICIAL-SENSITIVE" not in client.get(address).content.decode()
    session = client.session
    session["purpose"] = {"words": "To answer the board", "until": "2099-01-01T00:00:00+00:00"}
    session.save()
    html = client.get(address).content.decode()
    top, foot = html[: html.index("<h1")], html[html.index("<footer") :]
    assert "OFFICIAL-SENSITIVE COMMERCIAL" in top
    assert "OFFICIAL-SENSITIVE COMMERCIAL" in foot


def test_what_one_reader_saw_is_not_shown_to_another(chain: Chain) -> None:
    seen = drawn(chain.asked, chain.cast.morag, "{% thread_of thing %}")
    assert "Check the carriers" in seen
    assert "Check the carriers" not in drawn(chain.asked, chain.cast.stranger, "{% thread_of thing %}")
