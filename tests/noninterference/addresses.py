"""Every address with the arguments that `tests.policy` tries it with, and what a list can be asked for."""

from django.urls import reverse

from drystane.site.addresses import all_addresses
from tests.noninterference.stage import Stage
from tests.policy.rules import RULES
from tests.policy.test_matrix import address

METHODS = {found.name: found.methods for found in all_addresses()}

SEARCHES = ("check", "heron", "board", "2015")
# Of a list of actions: ways to sort it, to narrow it, to page through it and to take it away.
ASKED = (
    *(
        "sort=label",
        "sort=-title",
        "sort=lead",
        "sort=-due",
        "sort=status",
        "sort=-brag",
        "page=2",
        "per=100",
    ),
    *(
        "late=on",
        "unowned=on",
        "mine=on",
        "text=check",
        "text=heron",
        "status=open",
        "brag=red",
        "level=primary",
    ),
    *("export=csv", "export=xlsx&sort=-title", "export=csv&mine=on"),
)
OF_ONE_PLAN = ("sort=-title", "page=2", "brag=red", "status=mainstreamed", "text=heron")
OF_GAPS = ("sort=code", "state=open", "text=heron", "text=check", "page=2", "export=csv", "export=xlsx")
OF_OVERLAPS = (
    "sort=pair",
    "sort=related",
    "words=heron",
    "words=check",
    "page=2",
    "export=csv",
    "export=xlsx",
)
OF_DRAFTS = ("sort=title", "sort=-waiting", "words=heron", "words=contracts", "state=open", "waiting=on")
OF_CAMPAIGNS = ("sort=title", "words=heron", "words=look", "state=planned", "export=csv", "export=xlsx")
OF_THE_BANK = ("sort=use", "use=told", "use=planned", "use=never", "words=look", "export=csv", "export=xlsx")
OF_A_LOG = ("sort=due", "sort=-status", "words=check", "still=open", "export=csv", "export=xlsx")


def pages(stage: Stage) -> list[str]:
    """Those of every rule, and each record on which hidden ones hang."""
    more = [
        *(f"{reverse('search')}?q={words}" for words in SEARCHES),
        *(reverse("plans:plan", args=[plan.ref]) for plan in stage.plans),
        f"{reverse('plans:totals', args=[stage.world.cast.board_plan.ref])}?beneath=on",
        *(reverse("board:meeting", args=[meeting.ref]) for meeting in stage.meetings),
        *(reverse("board:close", args=[meeting.ref]) for meeting in stage.meetings),
        *(reverse("strategy:recommendation", args=[asked.ref]) for asked in stage.recommendations),
        *(reverse("board:tasking", args=[tasking.ref]) for tasking in stage.taskings),
    ]
    return list(dict.fromkeys([*of_rules(stage, "GET"), *more]))


def lists(stage: Stage) -> list[str]:
    """What lists that could hold something hidden can be asked for."""
    refs, cast = stage.world.refs, stage.world.cast
    log = reverse("board:action_log", args=[refs["meeting"]])
    return [
        *(f"{reverse('plans:actions')}?{query}" for query in ASKED),
        *(f"{reverse('plans:plan', args=[refs['plan']])}?{query}" for query in OF_ONE_PLAN),
        *(
            f"{reverse('plans:actions')}?plan={plan.ref}&export={kind}"
            for plan in (cast.board_plan, cast.prevent_plan)
            for kind in ("csv", "xlsx")
        ),
        f"{reverse('plans:actions')}?body={cast.council.ref}&export=csv",  # a contributor's own body's rows
        *(f"{log}?{query}" for query in OF_A_LOG),
        *(f"{reverse('assessment:gaps')}?{query}" for query in OF_GAPS),
        *(f"{reverse('plans:overlaps')}?{query}" for query in OF_OVERLAPS),
        *(f"{reverse('plans:decided_overlaps')}?{query}" for query in OF_OVERLAPS),
        *(f"{reverse('board:taskings')}?export={kind}" for kind in ("csv", "xlsx")),
        *(f"{reverse('board:drafts')}?{query}" for query in OF_DRAFTS),
        *(f"{reverse('comms:campaigns')}?{query}" for query in OF_CAMPAIGNS),
        *(f"{reverse('comms:index')}?{query}" for query in OF_THE_BANK),
        *(f"{reverse('comms:calendar')}?month={month}" for month in ("2015-08", "2015-09", "2015-10")),
    ]


def of_rules(stage: Stage, method: str) -> list[str]:
    found = [
        address(stage.world, name, rule)
        for name, rules in RULES.items()
        if method in METHODS[name]
        for rule in rules
    ]
    return list(dict.fromkeys(found))
