"""Papers read by the machine: right and found, field by field, against what a person marked; and how fast."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.cpu import cpu_times
from bench.tables import Table, middle, shown
from drystane.strategy.papers.opening import read_inside
from drystane.strategy.tests.making import as_pdf
from drystane.strategy.tests.scoring import FIXTURES, HELD_OUT, SECOND, Score, Scores, score_all

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "reports"
COLUMNS = ("Papers", "Field", "Marked", "Found", "Precision", "Recall", "F1", "F1, word for word")
NAMES = {"tasked": "tasks"}
PAGES, TARGET = 100, 2.0


def measure() -> Table:
    sets = {"real": REAL, "fixtures": FIXTURES, "second": SECOND, "held out": HELD_OUT}
    rows: list[tuple[str, ...]] = []
    wrong: list[str] = []
    for name, folder in sets.items():
        scores = score_all(sorted(folder.glob("*.json")))
        rows += rows_of(f"{name} ({scores.papers})", scores)
        wrong += [f"{name}: {one}" for one in scores.wrong]
    return Table(
        "Papers read by the machine",
        COLUMNS,
        tuple(rows),
        (
            "A finding is right when it shares six words in ten with what a person marked (names: seven); a "
            "task also names the same people. A field with one value counts each paper once.",
            f"Not as marked: {'; '.join(wrong)}.",
            speed(),
        ),
    )


def rows_of(name: str, scores: Scores) -> list[tuple[str, ...]]:
    listed = [row(name, field, score, scores.exact[field]) for field, score in scores.loose.items()]
    return [*(row(name, field, score, None) for field, score in scores.single.items()), *listed]


def row(name: str, field: str, score: Score, exact: Score | None) -> tuple[str, ...]:
    figures = (score.precision, score.recall, score.f1)
    last = "" if exact is None else share(exact.f1)
    return (name, NAMES.get(field, field), str(score.marked), str(score.found), *map(share, figures), last)


def share(value: float) -> str:
    return f"{value:.2f}"


def speed() -> str:
    """A hundred pages of one fixture after another, as the child reads them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(as_pdf(hundred_pages(sorted(FIXTURES.glob("*.txt")))))
        took = middle(cpu_times(lambda: read_inside(path, name=path.name), runs=5)) / 1000
    met = "met" if took <= TARGET else "not met"
    return f"A PDF of {PAGES} pages takes {shown(took)} s of processor time (target {TARGET:g} s: {met})."


def hundred_pages(texts: Sequence[Path]) -> str:
    lines = [line for path in texts for line in path.read_text("utf-8").splitlines()]
    return "\n".join((lines * (PAGES * 45 // len(lines) + 1))[: PAGES * 45])
