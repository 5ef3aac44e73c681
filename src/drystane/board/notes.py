"""The notes of a paper: each figure it cites with its source, its status and what disputes it."""

from collections.abc import Iterable

from drystane.board.action_log import day
from drystane.board.citations import cited_codes, runs
from drystane.documents.packs import Note, Run
from drystane.strategy.models import Contradiction, Figure

WITHOUT_SOURCE = "[no source]"


class Notes:
    """Numbers the figures of a paper in the order in which they are first cited."""

    def __init__(self, texts: Iterable[str]) -> None:
        codes = list(dict.fromkeys(code for text in texts for code in cited_codes(text)))
        self.figures = {
            figure.code: figure for figure in Figure.objects.filter(code__in=codes).select_related("source")
        }
        self.against: dict[int, list[Contradiction]] = {}
        rows = (
            Contradiction.objects.filter(figure__code__in=codes)
            .select_related("other__source")
            .order_by("pk")
        )
        for row in rows:
            self.against.setdefault(row.figure_id, []).append(row)
        self.numbers = {code: number for number, code in enumerate(codes, start=1)}

    def runs(self, text: str) -> tuple[Run, ...]:
        return tuple(Run(self.stated(words, code), self.number(code)) for words, code in runs(text))

    def stated(self, words: str, code: str) -> str:
        """A figure that nobody can trace says so where it stands."""
        return f"{words} {WITHOUT_SOURCE}" if code and self.figures[code].source is None else words

    def number(self, code: str) -> tuple[int, ...]:
        if not code:
            return ()
        return (self.numbers[code],)

    def all(self) -> tuple[Note, ...]:
        return tuple(self.note(number, self.figures[code]) for code, number in self.numbers.items())

    def note(self, number: int, figure: Figure) -> Note:
        source = figure.source
        return Note(
            number=number,
            figure=said(figure),
            source=str(source.title) if source else "No source",
            publisher=source.publisher if source else "",
            date=source.published_text if source else "",
            address=source.address if source else "",
            status=figure.get_cite_status_display() if source else "No source: not checked",
            page=figure.get_absolute_url(),
            disputed_by=" ".join(dispute(row) for row in self.against.get(figure.pk, [])),
        )

    def warnings(self) -> tuple[str, ...]:
        """What whoever writes or reads the paper is told before they trust its figures."""
        found = []
        for code, number in self.numbers.items():
            figure = self.figures[code]
            if against := self.against.get(figure.pk):
                others = "; ".join(said(row.other) for row in against)
                found.append(f"Note {number}: the figure “{said(figure)}” is disputed. Elsewhere: {others}.")
            if figure.source is None:
                found.append(f"Note {number}: the figure “{said(figure)}” has no source.")
        return tuple(found)


def said(figure: Figure) -> str:
    """The figure in full: what it counts, how many, of what, and when."""
    base = f" ({figure.base})" if figure.base else ""
    when = figure.as_of_text or (day(figure.as_of) if figure.as_of else "")
    return f"{figure.label}: {figure.words}{base}" + (f", {when}" if when else "")


def dispute(row: Contradiction) -> str:
    source = f", {row.other.source.title}" if row.other.source else ""
    return f"Disputed by “{said(row.other)}”{source}. {row.why}".strip()
