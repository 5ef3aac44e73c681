"""Writing instruments and crosswalks into the database. A pack read twice changes nothing.

An instrument that somebody has answered is never changed: what was answered has to stay what was asked. A
crosswalk belongs, once it is here, to the board that keeps it.
"""

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from drystane.assessment import packs
from drystane.assessment.models import Assessment, Crosswalk, Instrument, Question, Subject
from drystane.assessment.packs import CrosswalkPack, InstrumentPack, QuestionEntry, VersionEntry
from drystane.documents.models import CiteStatus
from drystane.partners.models import Group
from drystane.strategy.loading import Load, Tally, doubled, unknown
from drystane.strategy.models import Recommendation
from drystane.strategy.packs import PACKS, BadPack, read_pack


def own_packs() -> list[Path]:
    """Ours: the instruments, then the crosswalks that tie them."""
    return [*sorted((PACKS / "instruments").glob("*.yaml")), *sorted((PACKS / "crosswalks").glob("*.yaml"))]


def load_pack(path: Path, *, kept_by: Group | None = None) -> Tally:
    """Bring in an instrument or a crosswalk. Raises BadPack, and then nothing is written."""
    if packs.kind_of(path) == "instrument":
        return load_instrument(path)
    return load_crosswalk(path, kept_by=kept_by)


@transaction.atomic
def load_instrument(path: Path) -> Tally:
    pack, load = read_pack(path, InstrumentPack), Load(path)
    recommendations = dict(Recommendation.objects.values_list("code", "pk"))
    load.refuse(faults_of_instrument(pack, load, set(recommendations)))
    entry = pack.instrument
    before = Instrument.objects.filter(code=entry.code, edition=entry.replaces or "").first()
    instrument: Instrument = load.put(
        Instrument,
        f"instrument {entry.code}",
        {"code": entry.code, "edition": entry.edition},
        title=entry.title,
        about=entry.about,
        replaces=before,
        **load.cite(entry.cite),
    )
    for order, asked in enumerate(pack.questions, start=1):
        put_question(instrument, asked, order, recommendations, load)
    codes = {asked.code for asked in pack.questions}
    load.tally.left_out = sorted(set(instrument.questions.values_list("code", flat=True)) - codes)
    changes = load.tally.changed or load.tally.left_out or load.tally.added.get("question")
    if changes and Assessment.objects.filter(instrument=instrument).exists():
        raise BadPack(
            f"{path.name}, instrument {entry.code}: somebody has answered edition {entry.edition}, and this "
            f"file asks something else. Give it an edition of its own, and say that it replaces "
            f"{entry.edition!r}."
        )
    return load.tally


def put_question(
    instrument: Instrument, asked: QuestionEntry, order: int, recommendations: dict[str, int], load: Load
) -> None:
    added = load.tally.added.get("question")
    question: Question = load.put(
        Question,
        asked.code,
        {"instrument": instrument, "code": asked.code},
        order=order,
        **asked.model_dump(exclude={"code", "recommendations", "cite"}),
        **load.cite(asked.cite),
    )
    wanted = {recommendations[code] for code in asked.recommendations}
    if set(question.recommendations.values_list("pk", flat=True)) != wanted:
        question.recommendations.set(wanted)
        if load.tally.added.get("question") == added:
            load.tally.count(load.tally.changed, Question)


@transaction.atomic
def load_crosswalk(path: Path, *, kept_by: Group | None = None) -> Tally:
    pack, load = read_pack(path, CrosswalkPack), Load(path)
    entry = pack.crosswalk
    if Crosswalk.objects.filter(code=entry.code).exists():
        load.tally.count(load.tally.same, Crosswalk)
        return load.tally
    first, second = (version(asked, path) for asked in (entry.first, entry.second))
    sides = [{question.code: question for question in side.questions.all()} for side in (first, second)]
    load.refuse(faults_of_crosswalk(pack, load, *(set(side) for side in sides)))
    crosswalk: Crosswalk = load.put(
        Crosswalk,
        f"crosswalk {entry.code}",
        {"code": entry.code},
        title=entry.title,
        first=first,
        second=second,
        kept_by=kept_by,
        **load.cite(entry.cite),
    )
    for order, shared in enumerate(pack.subjects, start=1):
        subject: Subject = load.put(
            Subject,
            shared.code,
            {"crosswalk": crosswalk, "code": shared.code},
            order=order,
            title=shared.title,
            about=shared.about,
            cite_status=CiteStatus.DRAFT,
        )
        ours, theirs = sides
        subject.questions.set(
            [*(ours[code] for code in shared.first), *(theirs[code] for code in shared.second)]
        )
    return load.tally


def version(asked: VersionEntry, path: Path) -> Instrument:
    found = Instrument.objects.filter(code=asked.instrument, edition=asked.edition).first()
    if found is None:
        raise BadPack(
            f"{path.name}: the instrument {asked.instrument!r}, edition {asked.edition!r}, is not here. "
            "Bring it in first."
        )
    return found


def faults_of_instrument(pack: InstrumentPack, load: Load, recommendations: set[str]) -> Iterator[str]:
    entry = pack.instrument
    yield from load.faults_of_cite(entry.cite, f"instrument {entry.code}")
    yield from doubled("questions", (asked.code for asked in pack.questions))
    for asked in pack.questions:
        yield from load.faults_of_cite(asked.cite, asked.code)
        for code in asked.recommendations:
            yield from unknown("recommendation", code, recommendations, asked.code)
    if entry.replaces is not None:
        editions = set(Instrument.objects.filter(code=entry.code).values_list("edition", flat=True))
        yield from unknown("edition", entry.replaces, editions - {entry.edition}, f"instrument {entry.code}")


def faults_of_crosswalk(pack: CrosswalkPack, load: Load, first: set[str], second: set[str]) -> Iterator[str]:
    yield from load.faults_of_cite(pack.crosswalk.cite, f"crosswalk {pack.crosswalk.code}")
    yield from doubled("subjects", (shared.code for shared in pack.subjects))
    for shared in pack.subjects:
        for code in shared.first:
            yield from unknown("question", code, first, shared.code)
        for code in shared.second:
            yield from unknown("question", code, second, shared.code)
