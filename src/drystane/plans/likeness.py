"""The actions as `plans/overlap` sees them, kept ready so that a draft soon finds its twins.

Only OFFICIAL actions are ever among them: what is sensitive adds no word, no count and no candidate.
"""

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min, Sum

from drystane.marking.models import Marking
from drystane.plans.models import LIVE, Action
from drystane.plans.models.actions import ActionQuerySet
from drystane.plans.overlap.facets import facets_of, read_facets
from drystane.plans.overlap.vocabulary import vocabulary
from drystane.plans.overlap.works import Facets, Given, Work
from drystane.plans.substance import NOTHING, RELATED, given_facets

if TYPE_CHECKING:  # numpy is loaded by whoever compares, not by whoever starts
    from drystane.closeness.sentences import SentenceModel
    from drystane.plans.overlap.index import Index
    from drystane.plans.overlap.vectors import Vectors

log = logging.getLogger(__name__)

FACETS = {
    "things": "Thing changed",
    "people": "People concerned",
    "subjects": "What it is about",
    "acts": "What is done",
}
READ_AT_ONCE = 50  # sentences; a page does not wait for more, and compares by words alone until a search has
BUILT_AT_ONCE = 1_000  # actions; more are made ready beside the page


def comparable() -> ActionQuerySet:
    return Action.objects.filter(marking=Marking.OFFICIAL, status__in=LIVE)


def works_of(rows: ActionQuerySet) -> list[Work]:
    actions = list(rows.select_related(*RELATED))
    given = given_facets(rows)
    return [work_of(action, given.get(action.pk, {})) for action in actions]


def work_of(action: Action, given: dict[str, str]) -> Work:
    answers = action.recommendation or action.message  # what a sensitive gap asks for tells nobody of it
    body = action.lead_service or action.lead_body
    return Work(
        key=action.ref,
        title=action.title,
        detail=action.detail,
        group=action.plan.group.name,
        owner=body.name if body else "",
        starts_on=action.starts_on,
        due_on=action.due_on,
        source=answers.ref if answers else "",
        given=as_given(given),
    )


def as_given(said: dict[str, str]) -> Given:
    codes = {facet: [] if value == NOTHING else value.split(",") for facet, value in said.items()}
    return Given(
        acts=tuple(codes["acts"]) if "acts" in codes else None,
        **{name: frozenset(codes[name]) for name in ("people", "things", "subjects") if name in codes},
    )


@dataclass(frozen=True)
class ShownFacet:
    """What an action is read as, and where that comes from."""

    name: str
    label: str
    codes: tuple[str, ...]
    words: str
    is_given: bool

    @property
    def origin(self) -> str:
        return "put right by a person" if self.is_given else "read from the text"


def facets_shown(action: Action, given: dict[str, str]) -> list[ShownFacet]:
    found = facets_of(work_of(action, given))
    return [shown(name, found, is_given=name in given) for name in FACETS]


def facets_read(action: Action) -> dict[str, tuple[str, ...]]:
    """What the text alone says."""
    found = read_facets(work_of(action, {}).text)
    return {name: codes_of(found, name) for name in FACETS}


def shown(name: str, found: Facets, *, is_given: bool) -> ShownFacet:
    codes = codes_of(found, name)
    words = ", ".join(vocabulary().name(name, code) for code in codes) or "nothing found"
    return ShownFacet(name, FACETS[name], codes, words, is_given)


def codes_of(found: Facets, name: str) -> tuple[str, ...]:
    return tuple(sorted(getattr(found, name)))


def sentence_model() -> "SentenceModel | None":
    """None where it is not installed, or is not the one we know: `drystane doctor` says which."""
    from drystane.closeness import sentences  # noqa: PLC0415  # see above

    try:
        return sentences.model()
    except sentences.NotOurModel as error:
        log.warning("%s", error)
        return None


def has_model() -> bool:
    from drystane.closeness import sentences  # noqa: PLC0415  # see above

    return sentences.where() is not None


def shelf() -> Path:
    return Path(settings.HOME) / "overlap" / "vectors.npz"


def kept_vectors() -> "Vectors":
    from drystane.plans.overlap.vectors import Vectors  # noqa: PLC0415  # see above

    return Vectors.load(shelf()) if shelf().exists() else Vectors()


def keep_vectors(vectors: "Vectors", works: Iterable[Work]) -> None:
    """Of these works and no others: what nobody says any more is not kept."""
    from drystane.plans.overlap.vectors import Vectors, digest  # noqa: PLC0415  # see above

    said = {digest(work.text) for work in works}
    shelf().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    Vectors({key: vector for key, vector in vectors.known.items() if key in said}).save(shelf())


Stamp = tuple[object, ...]


class Shelf:
    """The index that this process keeps. Whether it is still true costs one small query to ask."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.index: Index | None = None
        self.stamp: Stamp = ()
        self.versions: dict[str, int] = {}
        self.vectors_of: float = 0.0
        self.builder: threading.Thread | None = None

    def fresh(self) -> "Index | None":
        """The index as the actions stand now; None while it is made ready for the first time."""
        rows = comparable().order_by()
        stamp = tuple(rows.aggregate(Count("pk"), Sum("version"), Min("ref"), Max("ref")).values())
        vectors_of = shelf().stat().st_mtime if shelf().exists() else 0.0
        if self.index is None or vectors_of != self.vectors_of:
            if int(str(stamp[0])) > BUILT_AT_ONCE and self.index is None:
                self.build_beside()
                return None
            self.build(vectors_of)
        elif stamp != self.stamp:
            self.follow(self.index)
        self.stamp = stamp
        return self.index

    def build(self, vectors_of: float) -> None:
        from drystane.plans.overlap.index import Index  # noqa: PLC0415  # see above
        from drystane.plans.overlap.vectors import digest  # noqa: PLC0415  # see above

        versions = dict(comparable().values_list("ref", "version"))
        works = works_of(comparable())
        model, vectors = sentence_model(), kept_vectors()
        unread = sum(digest(work.text) not in vectors.known for work in works)
        self.index = Index(works, model=model if unread <= READ_AT_ONCE else None, vectors=vectors)
        self.versions, self.vectors_of = versions, vectors_of

    def build_beside(self) -> None:
        if self.builder is None or not self.builder.is_alive():
            self.builder = threading.Thread(target=self.build_and_close, daemon=True)
            self.builder.start()

    def build_and_close(self) -> None:
        try:
            self.build(shelf().stat().st_mtime if shelf().exists() else 0.0)
        finally:
            connection.close()

    def follow(self, index: "Index") -> None:
        """Take in what has changed: each edit costs one sentence."""
        now = dict(comparable().values_list("ref", "version"))
        for gone in self.versions.keys() - now.keys():
            index.drop(gone)
        changed = [ref for ref, version in now.items() if self.versions.get(ref) != version]
        for work in works_of(comparable().filter(ref__in=changed)):
            index.put(work)
        self.versions = now


SHELF = Shelf()


def forget() -> None:
    """As when the process began."""
    global SHELF  # noqa: PLW0603  # one for each process
    SHELF = Shelf()


def names_of(kind: str) -> Sequence[tuple[str, str]]:
    """The codes of a facet, each with its words."""
    return sorted(vocabulary().names[kind].items(), key=lambda each: each[1])
