"""What was written for a paper, laid out under the headings of its form."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from drystane.board.forms_of_paper import RECOMMENDATIONS, Heading, Line, PaperForm, front_key
from drystane.documents.packs import Paragraph, Run, Section, Table

Written = Mapping[str, Sequence[str]]  # paragraphs by the key of what they were written under
Cited = Callable[[str], tuple[Run, ...]]  # a text with the numbers of its notes

NOT_SAID = "Not stated."


def printed(form: PaperForm, written: Written, recommended: Sequence[str]) -> Iterator[str]:
    """Every text in the order in which it is printed, so that notes are numbered in that order."""
    for heading in form.headings:
        yield from written.get(heading.key, ())
        for line in heading.lines:
            yield from written.get(heading.line_key(line), ())
        if heading.key == RECOMMENDATIONS:
            yield from recommended


def front(form: PaperForm, written: Written, known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The lines above the title: what the paper knows of itself, and what its author filled in."""
    return tuple(
        (line.label, known[line.key] if line.key in known else said(written, front_key(line)))
        for line in form.front_matter
    )


def said(written: Written, key: str) -> str:
    return " ".join(written.get(key, ())) or NOT_SAID


def sections(form: PaperForm, written: Written, cited: Cited, *, recommends: bool) -> tuple[Section, ...]:
    return tuple(
        Section(
            key=heading.key,
            number=form.section_number(heading),
            heading=heading.title,
            paragraphs=tuple(paragraphs(form, heading, written, cited, recommends=recommends)),
        )
        for heading in form.headings
    )


def paragraphs(
    form: PaperForm, heading: Heading, written: Written, cited: Cited, *, recommends: bool
) -> Iterator[Paragraph]:
    if heading.key == RECOMMENDATIONS and recommends:
        yield Paragraph("", (Run(f"{form.recommendation_stem}:"),))
    texts = [cited(text) for text in written.get(heading.key, ())]
    if heading.table is None:
        texts += [line_runs(heading, line, written, cited) for line in heading.lines]
    for order, runs in enumerate(texts, start=1):
        yield Paragraph(form.paragraph_number(heading, order), runs)


def line_runs(heading: Heading, line: Line, written: Written, cited: Cited) -> tuple[Run, ...]:
    return (Run(f"{line.label}: "), *cited(said(written, heading.line_key(line))))


def tables(form: PaperForm, written: Written, cited: Cited) -> Iterator[Table]:
    """The blocks of lines that the form sets as tables. A cell has no raised numbers: it names its source."""
    for heading in form.headings:
        if heading.table is not None:
            yield Table(
                caption=heading.table.caption,
                columns=heading.table.columns,
                rows=tuple(
                    (line.label, "".join(map(flat, cited(said(written, heading.line_key(line))))))
                    for line in heading.lines
                ),
                section=heading.key,
            )


def flat(run: Run) -> str:
    numbers = ", ".join(str(number) for number in run.notes)
    return f"{run.text} (source {numbers})" if numbers else run.text
