"""Editions as the comparison reads them, and what it proposes. Nothing is written here."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from drystane.strategy.comparing.figures import Overtaken, Said, overtaken
from drystane.strategy.comparing.found import Asked, Kind, Match
from drystane.strategy.comparing.telling import Row, by_code, restored, told
from drystane.strategy.models import Comparison, Correspondence, Edition, Figure, Recommendation
from drystane.strategy.models.comparisons import CorrespondenceQuerySet

WORDS_ALONE, WORDS_AND_SENTENCES = "words", "words and sentences"


@dataclass(frozen=True)
class Proposals:
    """What a run found, and what it was made with."""

    matches: Sequence[Match]
    method: str
    fingerprint: str


def propose(before: Iterable[Recommendation], after: Iterable[Recommendation]) -> Proposals:
    """What became of each recommendation, as far as a program can tell."""
    return proposed([as_asked(one) for one in before], [as_asked(one) for one in after])


def proposed(before: Sequence[Asked], after: Sequence[Asked]) -> Proposals:
    # numpy, scipy and perhaps the model: half a second that only a comparison should cost.
    from drystane.closeness import texts  # noqa: PLC0415
    from drystane.strategy.comparing.pairing import compare  # noqa: PLC0415

    earlier, later = [one.text for one in before], [one.text for one in after]
    return Proposals(
        compare(before, after, texts.alike(earlier, later) if earlier and later else []),
        WORDS_AND_SENTENCES if texts.has_model() else WORDS_ALONE,
        fingerprint(before, after),
    )


def fingerprint(before: Sequence[Asked], after: Sequence[Asked]) -> str:
    """The same for the same texts in the same places, whatever order they are read in."""
    lines = sorted(f"{side}\t{one!r}" for side, rows in (("-", before), ("+", after)) for one in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def as_asked(one: Recommendation) -> Asked:
    return Asked(one.code, one.text, one.get_audience_display(), one.objective.title, one.order)


def asked_by(edition: Edition) -> list[Recommendation]:
    return list(edition.recommendations.select_related("objective").order_by("order", "code"))


@dataclass(frozen=True)
class Whole:
    """All that two editions say, side by side."""

    recommendations: Sequence[Row]
    objectives: Sequence[Row]
    messages: Sequence[Row]
    figures: Sequence[Overtaken]
    method: str


def whole(earlier: Edition, later: Edition, kept: Comparison | None) -> Whole:
    """What is kept of the comparison, with what people decided; else what a run proposes now."""
    if kept is None:
        before, after = (
            {one.code: as_asked(one) for one in asked_by(edition)} for edition in (earlier, later)
        )
        proposals = proposed(list(before.values()), list(after.values()))
        rows = [told(match, before, after) for match in proposals.matches]
        method = proposals.method
    else:
        rows, method = rows_of(kept), kept.method
    return Whole(
        recommendations=rows,
        objectives=objective_rows(earlier, later),
        messages=message_rows(earlier, later, kept),
        figures=figure_rows(earlier, later),
        method=method,
    )


def rows_of(comparison: Comparison) -> list[Row]:
    rows = Correspondence.objects.filter(comparison=comparison)
    return [as_row(one) for one in in_full(rows).order_by("order", "ref")]


def in_full(rows: CorrespondenceQuerySet) -> CorrespondenceQuerySet:
    """With all that a reader of them sees. Three queries."""
    return rows.select_related("comparison__earlier", "comparison__later", "decided_by").prefetch_related(
        "counterparts__recommendation__objective"
    )


def as_row(one: Correspondence) -> Row:
    return Row(
        Kind(one.kind),
        tuple(as_asked(asked) for asked in one.before),
        tuple(as_asked(asked) for asked in one.after),
        one.score,
        tuple(one.said),
        "Decided" if one.is_decided else "Proposed",
        one.why,
    )


def objective_rows(earlier: Edition, later: Edition) -> list[Row]:
    before, after = (
        [
            Asked(one.code, one.text, order=one.order, objective=one.title)
            for one in edition.objectives.order_by("order", "code")
        ]
        for edition in (earlier, later)
    )
    return by_code(before, after)


def message_rows(earlier: Edition, later: Edition, kept: Comparison | None) -> list[Row]:
    """As the last run found them; a message that came or went since is left out until the next."""
    before, after = messages_of(earlier), messages_of(later)
    found = restored(kept.messages) if kept else message_matches(before, after)
    return [
        told(match, before, after)
        for match in found
        if before.keys() >= set(match.before) and after.keys() >= set(match.after)
    ]


def message_matches(before: Mapping[str, Asked], after: Mapping[str, Asked]) -> Sequence[Match]:
    return proposed(list(before.values()), list(after.values())).matches


def messages_of(edition: Edition) -> dict[str, Asked]:
    return {
        one.code: Asked(one.code, one.text, one.get_audience_display(), order=place)
        for place, one in enumerate(edition.messages.order_by("code"))
    }


def figure_rows(earlier: Edition, later: Edition) -> list[Overtaken]:
    return overtaken(*(map(as_said, figures_of(edition)) for edition in (earlier, later)))


def figures_of(edition: Edition) -> Iterable[Figure]:
    return edition.figures.select_related("source").prefetch_related("contradictions").order_by("code")


def as_said(figure: Figure) -> Said:
    return Said(
        key=figure.code,
        measure=figure.measure,
        label=figure.label,
        words=figure.words,
        on=figure.as_of,
        as_of=figure.as_of_text,
        is_disputed=bool(figure.contradictions.all()),
        source=str(figure.source or ""),
        address=figure.get_absolute_url(),
    )
