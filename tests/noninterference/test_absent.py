"""The address of a hidden record answers as an address at which there is nothing."""

from collections.abc import Mapping, Sequence

import pytest
from django.urls import reverse

from drystane.audit.refs import Referenced
from drystane.sheets.models import ExportJob, ImportJob
from tests.big.basis import ref_of
from tests.noninterference.addresses import METHODS
from tests.noninterference.looking import browser_of, difference, look
from tests.noninterference.stage import BOTH, ONLOOKERS, Onlooker, Stage, each, set_up
from tests.policy.rules import RULES
from tests.policy.ruling import Rule
from tests.policy.world import Who

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOWHERE = ref_of("absent", "record")
TYPED = {"why": "Trying it", "seen": "1"}
PUBLIC = frozenset(
    {"edition", "recommendation", "figure", "group", "board", "membership", "account"}
    | {"instrument", "crosswalk", "subject", "comparison", "correspondence", "edition before"}
)
OF_A_MEETING = frozenset({"attendance", "minute", "ask", "ask of a body"})
OF_A_DESK = frozenset(  # seen or not by role alone: see the training room's own tests
    {"desk", "course", "team", "rule", "session", "staff", "booking", "completion", "seats"}
)
NEVER_SENSITIVE = (
    PUBLIC
    | OF_A_MEETING
    | OF_A_DESK
    | {"plan", "tasking", "meeting", "message", "message of a group", "wording", "audience page"}
    | {"series"}  # counts that were published
    | {"token"}  # of one's own e-mail: another's is tried in the tests of the links
)


def hidden_refs(stage: Stage) -> dict[str, str]:
    """For each record that an address is tried with, a hidden one of its kind."""
    hidden, cast = stage.hidden, stage.world.cast
    kinds: dict[str, Sequence[Referenced | ExportJob | ImportJob]] = {
        "action": hidden.actions,
        "board action": [action for action in hidden.actions if action.plan == cast.board_plan],
        "twin": hidden.actions,
        "job": hidden.jobs,
        "paper": hidden.papers,
        "item": hidden.items,
        "paper item": hidden.items,
        "asked": hidden.asked,
        "decision": hidden.decisions,
        "spotlight": hidden.spotlights,
        "outcome": hidden.outcomes,
        "declaration": hidden.declarations,
        "comment": hidden.comments,
        "version": hidden.versions,
        "import": hidden.imports,
        "assessment": hidden.assessments,
        "answer": hidden.answers,
        "evidence": hidden.evidence,
        "gap": hidden.gaps,
        "agreement": hidden.agreements,
        "overlap": hidden.overlaps,
        "overlap of both": hidden.overlaps,
        "draft": hidden.drafts,
        "draft item": hidden.findings,
        "campaign": hidden.campaigns,
        "slot": hidden.slots,
        "reading": hidden.readings,
    }
    return {kind: records[0].ref for kind, records in kinds.items() if records}


def hidden_and_absent(stage: Stage, who: Who) -> dict[str, tuple[str, str]]:
    """For each address with a record in it: that of one hidden from this person, and that of none at all."""
    sensitive = hidden_refs(stage)
    found = {}
    for name, rules in RULES.items():
        for rule in rules:
            hidden, absent = {}, {}
            for argument, record in rule.refs.items():
                ref = sensitive.get(record.removesuffix("!"))
                if ref is None and record[-1] != "!" and who not in rule.see:
                    ref = stage.world.refs[record]  # OFFICIAL, of a group that is not theirs
                if ref is not None and record not in PUBLIC:
                    hidden[argument], absent[argument] = ref, NOWHERE
                elif record in PUBLIC:
                    hidden[argument] = absent[argument] = stage.world.refs[record]
            if hidden != absent:
                found[f"{name} {rule.fixed}"] = (address(name, rule, hidden), address(name, rule, absent))
    return found


def address(name: str, rule: Rule, refs: Mapping[str, str]) -> str:
    return reverse(name, kwargs={**refs, **rule.fixed})


def test_something_is_hidden_of_every_kind_that_has_an_address() -> None:
    """A new kind of record has to be hidden here as well, or be named as one that never is."""
    kinds = {
        name.removesuffix("!") for rules in RULES.values() for rule in rules for name in rule.refs.values()
    }
    assert kinds == hidden_refs(set_up(BOTH)).keys() | NEVER_SENSITIVE


@pytest.mark.parametrize("onlooker", each(ONLOOKERS))
def test_a_hidden_address_answers_as_an_absent_one(onlooker: Onlooker) -> None:
    stage = set_up(onlooker.hidden)
    browser = browser_of(stage.person(onlooker), purpose=onlooker.purpose)

    told, statuses = [], set()
    for name, (hidden, absent) in hidden_and_absent(stage, onlooker.who).items():
        for method in sorted({"GET", "POST"} & METHODS[name.split()[0]]):
            nothing, something = (look(browser, method, url, TYPED) for url in (absent, hidden))
            told.append(difference(f"{method} {hidden}", nothing, something))
            statuses.add(something.status)
    assert list(filter(None, told)) == []
    assert statuses == {404}
