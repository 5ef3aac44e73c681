"""Writing packs into the database. A pack read twice changes nothing; a changed pack changes its own rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models, transaction

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
from drystane.strategy.packs import BadPack, Cite, EditionPack, read_pack
from drystane.threats.models import Threat, ThreatView


@dataclass
class Tally:
    """What a load did, by kind of row: how many were added, changed and left alone."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)

    def count(self, where: dict[str, int], model: type[models.Model]) -> None:
        name = str(model._meta.verbose_name)
        where[name] = where.get(name, 0) + 1


@transaction.atomic
def load_sources(path: Path) -> Tally:
    tally = Tally()
    for entry in read_pack(path, packs.Sources).sources:
        put(
            Source,
            tally,
            {"code": entry.code},
            title=entry.title,
            publisher=entry.publisher,
            published_text=entry.date,
            address=entry.address,
        )
    return tally


@transaction.atomic
def load_threats(path: Path) -> Tally:
    pack, tally, known = read_pack(path, packs.Threats), Tally(), sources(path)
    threats = {
        entry.code: put(Threat, tally, {"code": entry.code}, name=entry.name, kind=entry.kind)
        for entry in pack.threats
    }
    for view in pack.views:
        cited = known.cite(view.cite, f"view of {view.threat}")
        put(
            ThreatView,
            tally,
            {
                "threat": find(threats, view.threat, path, "threat"),
                "period": view.period,
                "source": cited.pop("source"),
            },
            direction=view.direction,
            confidence=view.confidence,
            text=view.text,
            **cited,
        )
    return tally


@transaction.atomic
def load_edition(path: Path) -> tuple[Edition, Tally]:
    """Bring in an edition with everything it says. Raises BadPack, and then nothing is written."""
    pack, tally, known = read_pack(path, EditionPack), Tally(), sources(path)
    refuse_doubles(path, pack)
    strategy = put(
        Strategy,
        tally,
        {"code": pack.strategy.code},
        title=pack.strategy.title,
        publisher=pack.strategy.publisher,
    )
    edition = put_edition(pack, strategy, tally, known)
    objectives = {
        entry.code: put(
            Objective,
            tally,
            {"edition": edition, "code": entry.code},
            order=entry.order,
            title=entry.title,
            text=entry.text,
            **known.cite(entry.cite, entry.code),
        )
        for entry in pack.objectives
    }
    for order, asked in enumerate(pack.recommendations):
        put(
            Recommendation,
            tally,
            {"code": asked.code},
            edition=edition,
            order=order,
            objective=find(objectives, asked.objective, path, "objective"),
            objective_status=asked.objective_status,
            audience=asked.audience,
            text=asked.text,
            **known.cite(asked.cite, asked.code),
        )
    put_figures(pack, edition, tally, known)
    for message in pack.messages:
        put(
            Message,
            tally,
            {"code": message.code},
            edition=edition,
            audience=message.audience,
            text=message.text,
            **known.cite(message.cite, message.code),
        )
    threats = {threat.code: threat for threat in Threat.objects.all()}
    for study in pack.case_studies:
        put(
            CaseStudy,
            tally,
            {"code": study.code},
            edition=edition,
            threat=find(threats, study.threat, path, "threat") if study.threat else None,
            **study.model_dump(exclude={"code", "threat", "cite", "objective"}),
            objective=study.objective or "",
            **known.cite(study.cite, study.code),
        )
    return edition, tally


def put_edition(pack: EditionPack, strategy: Strategy, tally: Tally, known: "Sources") -> Edition:
    entry = pack.edition
    replaced = Edition.objects.filter(strategy=strategy, code=entry.replaces).first() if entry.replaces else None
    return put(
        Edition,
        tally,
        {"strategy": strategy, "code": entry.code},
        title=entry.title,
        published_on=entry.published_on,
        published_text=entry.published_on_text,
        replaces=replaced,
        vision=entry.vision,
        aim=entry.aim,
        theory=entry.theory,
        changes=entry.changes,
        **known.cite(entry.cite, f"edition {entry.code}"),
    )


def put_figures(pack: EditionPack, edition: Edition, tally: Tally, known: "Sources") -> None:
    for entry in pack.figures:
        put(
            Figure,
            tally,
            {"code": entry.code},
            edition=edition,
            **entry.model_dump(exclude={"code", "cite", "contradicts", "contradiction"}),
            **known.cite(entry.cite, entry.code),
        )
    every = {figure.code: figure for figure in Figure.objects.all()}
    for entry in pack.figures:
        for code in entry.contradicts:
            one, other = every[entry.code], find(every, code, known.path, "figure")
            for figure, against in ((one, other), (other, one)):
                # Said from both sides in a pack, the fuller reason stands.
                Contradiction.objects.get_or_create(
                    figure=figure, other=against, defaults={"why": entry.contradiction}
                )


@dataclass(frozen=True)
class Sources:
    path: Path
    by_code: dict[str, Source]

    def cite(self, cite: Cite, what: str) -> dict[str, Any]:
        if cite.source is not None and cite.source not in self.by_code:
            raise BadPack(
                f"{self.path.name}, {what}: the source {cite.source!r} is not known. Add it to the sources first."
            )
        if cite.source is None and cite.status in {"sourced", "partial"}:
            raise BadPack(f"{self.path.name}, {what}: is called {cite.status} but names no source.")
        return {
            "source": self.by_code[cite.source] if cite.source else None,
            "place": cite.place,
            "cite_status": cite.status,
            "cite_note": cite.note,
        }


def sources(path: Path) -> Sources:
    return Sources(path, {source.code: source for source in Source.objects.all()})


def find(known: dict[str, Any], code: str, path: Path, kind: str) -> Any:
    if code not in known:
        raise BadPack(f"{path.name}: there is no {kind} called {code!r}. Check the spelling, or add it.")
    return known[code]


def refuse_doubles(path: Path, pack: EditionPack) -> None:
    """A code that stands twice would overwrite the first without a word."""
    for name in ("objectives", "recommendations", "figures", "messages", "case_studies"):
        codes = [entry.code for entry in getattr(pack, name)]
        if doubled := sorted(doubles(codes)):
            raise BadPack(f"{path.name}, {name}: the code {doubled[0]} stands more than once. Give each its own.")


def doubles(codes: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {code for code in codes if code in seen or seen.add(code)}  # type: ignore[func-returns-value]  # add is None


def put(model: type[Any], tally: Tally, key: dict[str, Any], **fields: Any) -> Any:
    """Add the row of this key, or change what differs, or leave it alone."""
    row = model.objects.filter(**key).first()
    if row is None:
        tally.count(tally.added, model)
        row = model(**key, **fields)
        row.full_clean(validate_unique=False)
        row.save()
        return row
    differing = [name for name, value in fields.items() if getattr(row, name) != value]
    if not differing:
        tally.count(tally.same, model)
        return row
    for name in differing:
        setattr(row, name, fields[name])
    row.full_clean(validate_unique=False)
    row.save(update_fields=differing)
    tally.count(tally.changed, model)
    return row
