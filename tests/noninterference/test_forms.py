"""Nothing that can be sent says more, does more or asks more of the database because of what is hidden."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from django.db import transaction
from django.forms import Form
from django.test import Client
from django.urls import reverse

from tests.big.basis import ref_of
from tests.noninterference.addresses import of_rules
from tests.noninterference.filling import filled
from tests.noninterference.hidden import WORD
from tests.noninterference.looking import Answer, browser_of, differences, looks
from tests.noninterference.stage import INTEGRITYS, NOTHING, Onlooker, Stage, same_chance, set_up

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

Sent = Mapping[str, Sequence[Answer]]
Order = tuple[str, dict[str, Any]]  # an address, and what is typed over what its form begins with

OK, METHOD_NOT_ALLOWED = 200, 405

HIDDEN_ACTION, HIDDEN_ITEM = ref_of("hidden action", 0), ref_of("hidden item", 0)
HIDDEN_PAPER = ref_of("hidden paper", HIDDEN_ITEM)
HIDDEN_REQUEST = ref_of("hidden request", HIDDEN_PAPER)


# Those who may send most, and how much of what they send is done rather than refused, at least.
SENDERS = {
    Onlooker(("board", "chair"), purpose=True, hidden=frozenset({INTEGRITYS})): 25,
    Onlooker(("board", "lead_officer"), purpose=False): 15,
    Onlooker(("integrity", "chair"), purpose=False): 8,
    Onlooker(("integrity", "contributor who leads"), purpose=True): 5,
}


def orders(stage: Stage, onlooker: Onlooker) -> list[Order]:
    """Every form as it stands; and those that could be answered with the name of something hidden."""
    refs = stage.world.refs
    stated = reverse("partners:purpose")  # whoever has the right and states a purpose sees what was hidden
    return [
        *((url, {}) for url in of_rules(stage, "POST") if onlooker.purpose or url != stated),
        (reverse("plans:new_action", args=[refs["plan"]]), {"code": "H1", "title": f"An early check {WORD}"}),
        (reverse("board:plan_for_tasking", args=[refs["tasking"]]), {"code": "H3", "title": WORD}),
        (reverse("board:link_action", args=[refs["tasking"]]), {"action": HIDDEN_ACTION}),
        (reverse("board:add_item", args=[refs["meeting"]]), {"before": HIDDEN_ITEM}),
        (reverse("board:decide", args=[refs["item"]]), {"about": HIDDEN_REQUEST}),
        *(
            (reverse(name, args=[refs[record]]), {"verb": "note", "actions": [HIDDEN_ACTION], **looking})
            for name, record in (("board:paper_recommend", "paper"), ("board:paper_reword", "asked"))
            for looking in ({}, {"look": "yes", "find": WORD})
        ),
        (reverse("board:take_back", args=[stage.waiting.ref]), {"yes": "1"}),
        (reverse("board:close", args=[stage.waiting.item.meeting.ref]), {}),
        *([(reverse("board:close", args=[stage.december.ref]), {})] if onlooker.purpose else []),
    ]


def sent_by(onlooker: Onlooker, hide: frozenset[str]) -> Sent:
    """What comes of each form that this person is given. The others are refused: see `tests.policy`."""
    before = transaction.savepoint()
    try:
        stage = set_up(hide)
        browser = browser_of(stage.person(onlooker), purpose=onlooker.purpose)
        forms = ((url, typed, form_at(browser, url)) for url, typed in orders(stage, onlooker))
        return {
            f"{url} {typed}": send(browser, url, {**filled(form), **typed})
            for url, typed, form in forms
            if form is not None
        }
    finally:
        transaction.savepoint_rollback(before)


def form_at(browser: Client, url: str) -> Form | None:
    """The form of the page; an empty one where the address only takes what is sent. None for a refusal."""
    before = transaction.savepoint()
    try:
        page = browser.get(url)
        if page.status_code == METHOD_NOT_ALLOWED:
            return Form()
        return page.context.get("form") if page.status_code == OK else None
    finally:
        transaction.savepoint_rollback(before)


def send(browser: Client, url: str, typed: dict[str, Any]) -> Sequence[Answer]:
    with same_chance(seed=9):  # what is made by it has the same public id with and without
        return looks(browser, "POST", url, typed)


@pytest.mark.parametrize(("onlooker", "done"), SENDERS.items(), ids=str)
def test_hidden_records_change_nothing_of_what_is_sent(onlooker: Onlooker, done: int) -> None:
    alone = sent_by(onlooker, NOTHING)
    among = sent_by(onlooker, onlooker.hidden)

    assert differences(alone, among) == []
    assert len([sent for sent in alone.values() if sent[0].status == 302]) >= done
