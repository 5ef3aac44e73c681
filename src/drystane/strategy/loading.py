"""Writing packs into the database. A pack read twice changes nothing; a changed pack changes its own rows.

Everything a pack says is checked before its first row is written, and all its rows are written or none.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from drystane.documents.models import Source
from drystane.strategy import packs
from drystane.strategy.models import (
    CaseStudy,
    Contradiction,
    Edition,
    Figure,
    Message,
    Objective,
    Recommendation,
    Strategy,
)
from drystane.strategy.packs import BadPack, Cite, EditionPack, Kind, read_pack
from drystane.threats.models import Threat, ThreatView

# The lists of an edition, with what each of their entries becomes.
LISTS: dict[str, type[models.Model]] = {
    "objectives": Objective,
    "recommendations": Recommendation,
    "figures": Figure,
    "messages": Message,
    "case_studies": CaseStudy,
}


@dataclass
class Tally:
    """What a load did, by kind of row: how many were added, changed, left alone, taken away."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    # Codes of the edition that the pack no longer has. Others may point at them, so they are kept.
    left_out: list[str] = field(default_factory=list)

    def count(self, where: dict[str, int], model: type[models.Model], number: int = 1) -> None:
        name = str(model._meta.verbose_name)
        where[name] = where.get(name, 0) + number

    @property
    def changed_nothing(self) -> bool:
        return not (self.added or self.changed or self.removed)


def load_pack(path: Path, kind: Kind) -> Tally:
    """Bring in any kind of pack. Raises BadPack, and then nothing is written."""
    if kind == "sources":
        return load_sources(path)
    if kind == "threats":
        return load_threats(path)
    return load_edition(path)[1]


@transaction.atomic
def load_sources(path: Path) -> Tally:
    pack, load = read_pack(path, packs.Sources), Load(path)
    load.refuse(doubled("sources", (entry.code for entry in pack.sources)))
    for entry in pack.sources:
        load.put(
            Source,
            entry.code,
            {"code": entry.code},
            title=entry.title,
            publisher=entry.publisher,
            published_text=entry.date,
            address=entry.address,
        )
    return load.tally


@transaction.atomic
def load_threats(path: Path) -> Tally:
    pack, load = read_pack(path, packs.Threats), Load(path)
    load.refuse(faults_of_threats(pack, load))
    for entry in pack.threats:
        load.put(Threat, entry.code, {"code": entry.code}, name=entry.name, kind=entry.kind)
    threats = {threat.code: threat for threat in Threat.objects.all()}
    for view in pack.views:
        cited = load.cite(view.cite)
        load.put(
            ThreatView,
            f"view of {view.threat}",
            {"threat": threats[view.threat], "period": view.period, "source": cited.pop("source")},
            direction=view.direction,
            confidence=view.confidence,
            text=view.text,
            **cited,
        )
    return load.tally


@transaction.atomic
def load_edition(path: Path) -> tuple[Edition, Tally]:
    """Bring in an edition with everything it says. Raises BadPack, and then nothing is written."""
    pack, load = read_pack(path, EditionPack), Load(path)
    load.refuse(faults_of_edition(pack, load))
    edition = put_edition(pack, load)
    put_recommendations(pack, edition, load)
    put_figures(pack, edition, load)
    for message in pack.messages:
        load.put(
            Message,
            message.code,
            {"code": message.code},
            {"edition": edition},
            audience=message.audience,
            text=message.text,
            **load.cite(message.cite),
        )
    threats = {threat.code: threat for threat in Threat.objects.all()}
    for study in pack.case_studies:
        load.put(
            CaseStudy,
            study.code,
            {"code": study.code},
            {"edition": edition},
            threat=threats[study.threat] if study.threat else None,
            objective=study.objective or "",
            **study.model_dump(exclude={"code", "threat", "cite", "objective"}),
            **load.cite(study.cite),
        )
    load.tally.left_out = left_out(pack, edition)
    return edition, load.tally


def put_edition(pack: EditionPack, load: "Load") -> Edition:
    entry = pack.edition
    strategy = load.put(
        Strategy,
        "strategy",
        {"code": pack.strategy.code},
        title=pack.strategy.title,
        publisher=pack.strategy.publisher,
    )
    edition: Edition = load.put(
        Edition,
        f"edition {entry.code}",
        {"strategy": strategy, "code": entry.code},
        title=entry.title,
        published_on=entry.published_on,
        published_text=entry.published_on_text,
        replaces=Edition.objects.filter(strategy=strategy, code=entry.replaces or "").first(),
        vision=entry.vision,
        aim=entry.aim,
        theory=entry.theory,
        changes=entry.changes,
        **load.cite(entry.cite),
    )
    return edition


def put_recommendations(pack: EditionPack, edition: Edition, load: "Load") -> None:
    objectives = {
        entry.code: load.put(
            Objective,
            entry.code,
            {"edition": edition, "code": entry.code},
            order=entry.order,
            title=entry.title,
            text=entry.text,
            **load.cite(entry.cite),
        )
        for entry in pack.objectives
    }
    for order, asked in enumerate(pack.recommendations):
        load.put(
            Recommendation,
            asked.code,
            {"code": asked.code},
            {"edition": edition},
            order=order,
            objective=objectives[asked.objective],
            objective_status=asked.objective_status,
            audience=asked.audience,
            text=asked.text,
            **load.cite(asked.cite),
        )


def put_figures(pack: EditionPack, edition: Edition, load: "Load") -> None:
    for entry in pack.figures:
        load.put(
            Figure,
            entry.code,
            {"code": entry.code},
            {"edition": edition},
            **entry.model_dump(exclude={"code", "cite", "contradicts", "contradiction"}),
            **load.cite(entry.cite),
        )
    put_contradictions(pack, edition, load)


def put_contradictions(pack: EditionPack, edition: Edition, load: "Load") -> None:
    """Each is kept in both directions; where only one figure says it, the other repeats its words.

    Between two editions it is the later one's to say, so that no two packs write the same row. With a figure
    that stands in no edition it is said by whoever kept that.
    """
    said = {(entry.code, code): entry.contradiction for entry in pack.figures for code in entry.contradicts}
    words = {(against, code): why for (code, against), why in said.items()} | said
    figures = Figure.objects.in_bulk({code for pair in words for code in pair}, field_name="code")
    for (code, against), why in words.items():
        load.put(Contradiction, code, {"figure": figures[code], "other": figures[against]}, why=why)
    later = Q(other__edition__published_on__gt=edition.published_on)
    ours = Contradiction.objects.filter(figure__edition=edition, other__edition__isnull=False).exclude(later)
    pairs = [(row.figure.code, row.other.code) for row in ours.select_related("figure", "other")]
    for code, against in pairs:
        if (code, against) not in words:
            both = Q(figure__code=code, other__code=against) | Q(figure__code=against, other__code=code)
            gone, _ = Contradiction.objects.filter(both).delete()
            load.tally.count(load.tally.removed, Contradiction, gone)


def left_out(pack: EditionPack, edition: Edition) -> list[str]:
    kept: list[str] = []
    for name, model in LISTS.items():
        codes = model._default_manager.filter(edition=edition).values_list("code", flat=True)
        kept += sorted(set(codes) - {entry.code for entry in getattr(pack, name)})
    return kept


# What is asked before anything is written. Each fault is a sentence naming the entry and the remedy.


def faults_of_threats(pack: packs.Threats, load: "Load") -> Iterator[str]:
    yield from doubled("threats", (entry.code for entry in pack.threats))
    views = (f"{view.threat}, {view.period}, {view.cite.source}" for view in pack.views)
    yield from doubled("views", views, what="view of")
    known = {entry.code for entry in pack.threats} | set(Threat.objects.values_list("code", flat=True))
    for view in pack.views:
        what = f"view of {view.threat}"
        yield from unknown("threat", view.threat, known, what)
        yield from load.faults_of_cite(view.cite, what)


def faults_of_edition(pack: EditionPack, load: "Load") -> Iterator[str]:
    for name in LISTS:
        yield from doubled(name, (entry.code for entry in getattr(pack, name)))
        for entry in getattr(pack, name):
            yield from load.faults_of_cite(entry.cite, entry.code)
    yield from load.faults_of_cite(pack.edition.cite, f"edition {pack.edition.code}")
    yield from faults_of_replacing(pack)
    objectives = {entry.code for entry in pack.objectives}
    for asked in pack.recommendations:
        yield from unknown("objective", asked.objective, objectives, asked.code)
    threats = set(Threat.objects.values_list("code", flat=True))
    for study in pack.case_studies:
        if study.objective:
            yield from unknown("objective", study.objective, objectives, study.code)
        if study.threat:
            yield from unknown("threat", study.threat, threats, study.code)
    yield from faults_of_contradictions(pack)


def faults_of_replacing(pack: EditionPack) -> Iterator[str]:
    entry, before = pack.edition, pack.edition.replaces
    if before is None:
        return
    what = f"edition {entry.code}: replaces {before}"
    earlier = Edition.objects.filter(strategy__code=pack.strategy.code, code=before).first()
    if before == entry.code:
        yield f"{what}, which is itself. Name the edition before it, or null."
    elif earlier is None:
        yield f"{what}, which is not here. Bring that edition in first."
    elif earlier.published_on >= entry.published_on:
        yield f"{what}, which was not published before it. Check the dates."
    elif Edition.objects.filter(replaces=earlier).exclude(code=entry.code).exists():
        yield f"{what}, which another edition has replaced already. Check which follows which."


def faults_of_contradictions(pack: EditionPack) -> Iterator[str]:
    own = {entry.code for entry in pack.figures}
    published = dict(Figure.objects.values_list("code", "edition__published_on"))
    for entry in pack.figures:
        if entry.contradicts and not entry.contradiction:
            yield f"{entry.code}: contradicts another figure and does not say why. Fill in contradiction."
        if entry.contradiction and not entry.contradicts:
            yield f"{entry.code}: gives a contradiction and no figure. Name the figure under contradicts."
        for code in entry.contradicts:
            on = published.get(code)
            if code == entry.code:
                yield f"{entry.code}: contradicts itself. Name the other figure."
            elif code not in own and on and on > pack.edition.published_on:
                yield f"{entry.code}: contradicts {code} of a later edition. Say so in the pack of that one."
            yield from unknown("figure", code, own | published.keys(), entry.code)


def doubled(name: str, keys: Iterable[str], *, what: str = "code") -> Iterator[str]:
    """A key that stands twice would overwrite the first without a word."""
    seen: set[str] = set()
    told: set[str] = set()
    for key in keys:
        if key in seen - told:
            told.add(key)
            yield f"{name}: the {what} {key} stands more than once. Keep one, or give each its own."
        seen.add(key)


def unknown(kind: str, code: str, known: set[str], what: str) -> Iterator[str]:
    if code not in known:
        yield f"{what}: there is no {kind} called {code!r}. Check the spelling, or add it."


class Load:
    """One pack on its way into the database: its file, the sources it may cite, what was done so far."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tally = Tally()
        self.sources = {source.code: source for source in Source.objects.all()}

    def refuse(self, faults: Iterable[str]) -> None:
        if found := [f"{self.path.name}, {fault}" for fault in faults]:
            raise BadPack("\n".join(found))

    def faults_of_cite(self, cite: Cite, what: str) -> Iterator[str]:
        if cite.source is None and cite.status in {"sourced", "partial"}:
            yield f"{what}: is called {cite.status} but names no source. Name one, or call it unverified."
        if cite.source is not None and cite.source not in self.sources:
            yield f"{what}: the source {cite.source!r} is not known. Add it to the sources first."

    def cite(self, cite: Cite) -> dict[str, Any]:
        return {
            "source": self.sources[cite.source] if cite.source else None,
            "place": cite.place,
            "cite_status": cite.status,
            "cite_note": cite.note,
        }

    def put(
        self,
        model: type[Any],
        what: str,
        key: dict[str, Any],
        of: dict[str, Any] | None = None,
        /,
        **fields: Any,
    ) -> Any:
        """Add the row of this key, or change what differs, or leave it alone.

        `of` says whose the row is. The same code in another edition is another's row: refused, not moved.
        """
        row = model.objects.filter(**key).first()
        if row is None:
            row = model(**key, **(of or {}), **fields)
            self.keep(row, what)
            self.tally.count(self.tally.added, model)
            return row
        for name, owner in (of or {}).items():
            if getattr(row, name) != owner:
                whose = getattr(row, name) or "somebody else"
                raise BadPack(f"{self.path.name}, {what}: this code belongs to {whose}. Give yours another.")
        differing = [name for name, value in fields.items() if getattr(row, name) != value]
        if not differing:
            self.tally.count(self.tally.same, model)
            return row
        for name in differing:
            setattr(row, name, fields[name])
        self.keep(row, what, only=differing)
        self.tally.count(self.tally.changed, model)
        return row

    def keep(self, row: models.Model, what: str, *, only: list[str] | None = None) -> None:
        """Save the row. Each promise is asked for its words, a query each, only after a refusal."""
        self.check(row, what, row.clean_fields)
        try:
            with transaction.atomic():
                row.save(update_fields=only)
        except IntegrityError:
            self.check(row, what, row.full_clean)
            raise

    def check(self, row: models.Model, what: str, clean: Callable[[], None]) -> None:
        """What only the database's own rules know: lengths, choices, promises between columns."""
        try:
            clean()
        except ValidationError as error:
            faults = [
                f"{self.path.name}, {what}, {name}: found {getattr(row, name)!r}. {' '.join(words)}"
                if name != "__all__"
                else f"{self.path.name}, {what}: {' '.join(words)}"
                for name, words in error.message_dict.items()
            ]
            raise BadPack("\n".join(faults)) from error
