"""How wide each column of a printed table is, from what it holds. No Django."""

from collections.abc import Sequence

TABLE_WIDTH, CELL_MARGINS, LETTER = 9412, 230, 106  # twentieths of a point: what Word counts in
LONGEST_WORD = 24


def column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Room for the longest word of each column; of what is left, more for the column that holds more, but
    less than in proportion, since its cells may break into lines."""
    columns = list(zip(*rows, strict=True))
    longest_words = [
        max((len(word) for text in column for word in text.split()), default=0) for column in columns
    ]
    least = [CELL_MARGINS + LETTER * min(longest, LONGEST_WORD) for longest in longest_words]
    shares = [sum(map(len, column)) ** 0.75 + 1 for column in columns]
    rest = max(TABLE_WIDTH - sum(least), 0)
    wanted = [room + rest * share / sum(shares) for room, share in zip(least, shares, strict=True)]
    return [round(TABLE_WIDTH * width / sum(wanted)) for width in wanted]
