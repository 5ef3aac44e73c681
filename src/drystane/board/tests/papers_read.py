"""Papers as the machine would have read them, made by hand: what follows the reading is tried with these."""

from datetime import date
from decimal import Decimal
from typing import Any

from drystane.access.models import User
from drystane.board import cabinet
from drystane.board.models import Draft, DraftItem
from drystane.board.operations.reading_in import keep_draft
from drystane.partners.models import Group
from drystane.strategy.papers.found import Check, Found, Paper, Paragraph, Span, Statistic, Task
from tests.cast import NOW

LINES = (
    "To: Safer Board",
    "On: 2 September 2015",
    "Report by: Director of Invented Services",
    "KEEPING CRIME OUT OF OUR CONTRACTS",
    "1.1 Some 60% of groups use seemingly legitimate businesses.",
    "2.1 It is recommended that the board note the change in the threats.",
    "2.2 The Integrity Group will check the carriers by 25 November 2015.",
    "2.3 Officers will write to every landlord of a yard.",
    "3.1 The charities may be able to help.",
)
TEXT = " ".join(LINES)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(1 if start < TEXT.index("2.1") else 2, start, start + len(words))


def found(words: str, *, sure: bool = True) -> Found:
    return Found(words, span(words), sure)


PAPER = Paper(
    kind="report",
    text=TEXT,
    pages=(0, TEXT.index("2.1")),
    lines=tuple(span(line) for line in LINES),
    committee=found("Safer Board"),
    date=found("2 September 2015"),
    date_on=date(2015, 9, 2),
    author=found("Director of Invented Services"),
    title=found("KEEPING CRIME OUT OF OUR CONTRACTS"),
    paragraphs=tuple(Paragraph(line[:3], line, span(line)) for line in LINES[4:]),
    recommendations=(found("It is recommended that the board note the change in the threats."),),
    tasks=(
        Task(
            found("The Integrity Group"),
            found("check the carriers"),
            "by 25 November 2015",
            date(2015, 11, 25),
        ),
        Task(found("Officers"), found("write to every landlord of a yard")),
    ),
    statistics=(
        Statistic(
            found("60% of groups use seemingly legitimate businesses"),
            Decimal(60),
            "percent",
            "groups",
        ),
    ),
    groups=(found("Integrity Group"),),
    please_check=(
        Check("tasked", "This may ask somebody for something.", span("The charities may be able to help.")),
    ),
)


def keep(group: Group, by: User, paper: Paper = PAPER, **more: Any) -> Draft:
    """A draft of the paper, as if its file had just been read."""
    content = paper.text.encode()
    given: dict[str, Any] = {
        "group": group,
        "name": "report.txt",
        "kept_as": cabinet.keep(content),
        "digest": cabinet.digest_of(content),
        "size": len(content),
        "read_by": by,
        "read_at": NOW,
    }
    draft = Draft(**{**given, **more})
    keep_draft(draft, paper, by=by, at=NOW)
    return draft


def item(draft: Draft, kind: str) -> DraftItem:
    return draft.items.select_related("draft__group").get(kind=kind)
