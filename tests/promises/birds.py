"""Sensitive records known by a word of their own, a bird's, hung on everything that could show them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pypdf
from django.test import Client
from django.urls import resolve, reverse

from drystane.assessment.models import Answer, Gap
from drystane.audit.models import READS, Event
from drystane.board.models import (
    ActionReason,
    AgendaItem,
    Decision,
    Draft,
    DraftItem,
    Paper,
    PaperComment,
    PaperRecommendation,
    Paragraph,
    Rest,
    Spotlight,
    Tasking,
)
from drystane.plans.models import Action
from tests.cast import NOW, TODAY
from tests.noninterference.addresses import lists, pages
from tests.noninterference.stage import Stage, set_up

MARKING = re.compile(r'<p class="marking[^>]*>.*?</span>([^<]+)</p>')


@dataclass
class Aviary:
    """`named`: for each bird, the record that its word gives away, as the trail names it."""

    stage: Stage
    named: Mapping[str, str]
    descriptors: Mapping[str, str]

    def addresses(self) -> list[str]:
        return [*pages(self.stage), *lists(self.stage), f"{reverse('search')}?q=quiet"]


def make_aviary() -> Aviary:
    stage = set_up()
    refs, people = stage.world.refs, stage.world.people
    late = {
        "status": "agreed",
        "due_on": TODAY,
        "recommendation": stage.recommendations[0],
        "detail": "Quietly.",
    }
    theirs, boards = (
        Action.objects.filter(ref=refs["action!"]),
        Action.objects.filter(ref=refs["board action!"]),
    )
    theirs.update(title="Kestrel", lead_person=people["integrity", "chair"], descriptor="personal", **late)
    boards.update(title="Osprey", lead_person=people["board", "chair"], descriptor="locsen", **late)
    item, paper = AgendaItem.objects.get(ref=refs["paper item!"]), Paper.objects.get(ref=refs["paper!"])
    AgendaItem.objects.filter(pk=item.pk).update(title="Buzzard")
    Paper.objects.filter(pk=paper.pk).update(heading="Harrier", report_by="A quiet post")
    Paragraph.objects.filter(paper=paper).update(text="Merlin")
    asked = PaperRecommendation.objects.get(ref=refs["asked!"])
    PaperRecommendation.objects.filter(pk=asked.pk).update(text="Goshawk")
    whole = Decision.objects.create(item=item, outcome="noted", words="Falcon", at=NOW)
    Tasking.objects.filter(ref=refs["tasking"]).update(decision=whole)
    june = next(decision for decision in stage.decisions if decision.item.meeting.is_closed)
    for action in (theirs.get(), boards.get()):
        ActionReason.objects.create(action=action, tasking=stage.taskings[2])
        ActionReason.objects.create(action=action, decision=june)
    Rest.objects.create(recommendation=asked, action=boards.get())
    Gap.objects.filter(ref=refs["gap!"]).update(title="Wigeon", descriptor="personal")
    Answer.objects.filter(ref=refs["answer!"]).update(note="Pintail")
    PaperComment.objects.filter(ref=refs["comment!"]).update(text="Dunlin", descriptor="personal")
    Draft.objects.filter(ref=refs["draft!"]).update(title="Lapwing", descriptor="locsen")
    DraftItem.objects.filter(ref=refs["draft item!"]).update(doubt="Whimbrel")
    Spotlight.objects.filter(ref=refs["spotlight!"]).update(topic="Curlew")
    talk = Spotlight.objects.get(ref=refs["spotlight!"]).item
    in_paper, in_item = f"board.paper:{paper.ref}", f"board.agendaitem:{item.ref}"
    return Aviary(
        stage,
        named={
            "Kestrel": f"plans.action:{refs['action!']}",
            "Osprey": f"plans.action:{refs['board action!']}",
            **dict.fromkeys(("Harrier", "Merlin", "Goshawk"), in_paper),
            **dict.fromkeys(("Buzzard", "Falcon"), in_item),
            "Wigeon": f"assessment.gap:{refs['gap!']}",
            "Pintail": f"assessment.assessment:{refs['assessment!']}",
            "Dunlin": f"board.papercomment:{refs['comment!']}",
            "Curlew": f"board.agendaitem:{talk.ref}",
            **dict.fromkeys(("Lapwing", "Whimbrel"), f"board.draft:{refs['draft!']}"),
        },
        descriptors={
            "Kestrel": "PERSONAL",
            "Osprey": "LOCSEN",
            **dict.fromkeys(("Harrier", "Merlin", "Goshawk", "Buzzard", "Falcon", "Curlew"), "COMMERCIAL"),
            **dict.fromkeys(("Wigeon", "Dunlin"), "PERSONAL"),
            **dict.fromkeys(("Pintail", "Lapwing", "Whimbrel"), "LOCSEN"),
        },
    )


@dataclass(frozen=True)
class Page:
    """One answer: the birds in it, how it is marked, and which sensitive records the trail says it showed."""

    url: str
    is_page: bool  # as against a file or a redirection
    birds: frozenset[str]
    markings: tuple[str, ...]  # from top to bottom
    events: tuple[Event, ...]

    @property
    def read(self) -> frozenset[str]:
        return frozenset(record for event in self.events for record in event.details["seen"])

    @property
    def name(self) -> str:
        return resolve(self.url.split("?")[0]).view_name


def open_page(browser: Client, url: str, birds: Iterable[str]) -> Page:
    last = Event.objects.newest_first().values_list("seq", flat=True).first() or 0
    answer = browser.get(url)
    text = words_in(answer.content)
    return Page(
        url=url,
        is_page=answer.status_code != 302 and "Content-Disposition" not in answer.headers,
        birds=frozenset(bird for bird in birds if bird.lower() in text.lower()),
        markings=tuple(MARKING.findall(text)),
        events=tuple(Event.objects.filter(seq__gt=last, verb=READS)),
    )


def words_in(content: bytes) -> str:
    """Also of a spreadsheet, a Word file or a PDF, which are compressed."""
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
    if not is_zipfile(BytesIO(content)):
        return content.decode()
    with ZipFile(BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
