"""The wall says in stones, in words and in rows how firmly each recommendation is built in."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from xml.etree import ElementTree as ET

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from drystane.plans.masonry import PAINT
from drystane.plans.stones import WORDS, Course, Standing, Stone, StoneState, state_of, words
from drystane.plans.wall import Wall, draw, survey

SVG = "{http://www.w3.org/2000/svg}"
OBJECTIVES = {
    "DIVERT": "Divert: turn people away from crime",
    "DETER": "Deter: help bodies protect themselves",
    "DETECT": "Detect: find and prosecute",
    "DISRUPT": "Disrupt the groups",
}
AUDIENCES = (
    "Individuals",
    "Communities",
    "Businesses",
    "Banks",
    "Third sector",
    "Local authorities",
    "Elected representatives",
    "Law enforcement",
    "Partnership",
)
STATES = tuple(StoneState)


def courses(count: int, state: Callable[[int], StoneState] = lambda n: STATES[n % 6]) -> list[Course]:
    """So many recommendations, shared out over the four objectives."""
    names = list(OBJECTIVES)
    stones = [
        Stone(
            code=f"2015-{n}",
            text=f"Do thing {n}",
            objective=names[n % 4],
            audience=AUDIENCES[n % 9],
            state=state(n),
            href=f"/recommendations/{n}",
        )
        for n in range(count)
    ]
    return [
        Course(name, title, [stone for stone in stones if stone.objective == name])
        for name, title in OBJECTIVES.items()
    ]


def one(state: StoneState, *, title: str = "Deter") -> list[Course]:
    return [Course("DETER", title, [Stone("2015-BUS-1", "Vet staff", "DETER", "Businesses", state)])]


def drawn(courses: Sequence[Course], *, sight: str = "", prefix: str = "wall", width: int = 960) -> Wall:
    return draw(survey(courses, sight=sight), prefix=prefix, width=width)


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  our own drawing


def paths(wall: Wall) -> dict[str, int]:
    """How many stones each path of the drawing holds."""
    found = read(wall.svg).iter(f"{SVG}path")
    return {
        path.get("id", "").removeprefix("wall-"): path.get("d", "").count("M")
        for path in found
        if path.get("id")
    }


@pytest.mark.parametrize(
    ("tasked", "standing", "state"),
    [
        (False, None, "gap"),
        (True, None, "outlined"),
        (True, Standing.OPEN, "laid"),
        (False, Standing.OPEN, "laid"),
        (True, Standing.LATE_OR_UNOWNED, "loose"),
        (True, Standing.OVERLAP_UNDECIDED, "double"),
        (True, Standing.EVERYDAY_WORK, "cope"),
        (True, Standing.DONE, "laid"),
    ],
)
def test_the_state_of_a_stone(tasked: bool, standing: Standing | None, state: str) -> None:
    assert state_of(tasked=tasked, standing=standing) == state


@given(st.booleans(), st.lists(st.sampled_from(Standing), min_size=1))
def test_a_late_or_unowned_action_always_shows(tasked: bool, standings: list[Standing]) -> None:
    state = state_of(tasked=tasked, standing=min(standings))
    assert (state is StoneState.LOOSE) == (Standing.LATE_OR_UNOWNED in standings)
    assert state not in {StoneState.GAP, StoneState.OUTLINED}


def test_every_state_has_its_words_and_its_paint() -> None:
    drawn = {re.sub(r"\d$", "", kind) for kind in PAINT} - {"second", "specks"}
    assert set(WORDS) == drawn == set(StoneState)
    assert len({words(state) for state in StoneState}) == len(StoneState)


def test_somebody_with_less_sight_is_told_so() -> None:
    wall = drawn(one(StoneState.OUTLINED), sight="that you can see")
    assert wall.rows[0].words == "tasked, no action that you can see"
    assert "tasked, no action that you can see" in " ".join(read(wall.svg).itertext())
    assert wall.description.endswith("It shows the work that you can see; there may be more.")
    assert "you can see" not in drawn(one(StoneState.OUTLINED)).svg


def test_each_recommendation_has_one_stone_and_one_row() -> None:
    wall = drawn(courses(40))
    legend = Counter(StoneState)
    states = Counter(row.state for row in wall.rows) + legend
    held = paths(wall)
    laid = sum(held.pop(f"laid{shade}", 0) for shade in range(3))
    assert laid == states[StoneState.LAID]
    assert held.pop("specks") >= 3 * laid, "flecks in the face of every sound stone"
    assert held.pop("gap") == 3 * states[StoneState.GAP], "three pieces of rubble lie in a gap"
    assert held.pop("second") == states[StoneState.DOUBLE], "a second outline for each double stone"
    assert held == {state: states[state] for state in STATES if state in held}
    assert held.keys() == {"outlined", "loose", "double", "cope"}
    assert [row.number for row in wall.rows] == list(range(1, 41))
    assert sorted(row.href for row in wall.rows) == sorted(f"/recommendations/{n}" for n in range(40))
    texts = [text.text for text in read(wall.svg).iter(f"{SVG}text")]
    assert {str(number) for number in range(1, 41)} <= set(texts)


def test_above_150_a_stone_stands_for_an_objective_and_an_audience_in_its_worst_state() -> None:
    def mostly_laid(n: int) -> StoneState:
        return {0: StoneState.GAP, 36: StoneState.GAP, 1: StoneState.LOOSE}.get(n, StoneState.LAID)

    assert len(drawn(courses(150, mostly_laid)).rows) == 150
    rows = drawn(courses(1800, mostly_laid)).rows
    assert len(rows) == 36
    worst = {row.code: row for row in rows if row.state != "laid"}
    assert set(worst) == {"DIVERT/Individuals", "DETER/Communities"}
    gap = worst["DIVERT/Individuals"]
    assert (gap.state, gap.count, gap.total, gap.words) == ("gap", 2, 50, "2 gaps, 48 laid")
    assert gap.mark == ("Individuals", "2 of 50")


def test_the_drawing_is_named_and_described() -> None:
    wall = drawn(courses(4), prefix="home")
    root = read(wall.svg)
    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert root.get("role") == "img"
    assert [named[name] for name in str(root.get("aria-labelledby")).split()] == [
        wall.title,
        wall.description,
    ]
    assert wall.title == "The wall: 1 gap, 1 outlined, 1 loose, 1 double"
    assert "Divert: turn people away from crime: 1 gap." in wall.description


def test_the_legend_explains_every_state_in_words() -> None:
    root = read(drawn(courses(40)).svg)
    said = {span.text for span in root.iter(f"{SVG}tspan")}
    assert {words(state) for state in StoneState} <= said


def test_a_long_explanation_is_broken_into_lines_that_fit_their_column() -> None:
    root = read(drawn(courses(40), sight="that the members of the thematic board can see").svg)
    legend = [span for text in root.findall(f"{SVG}text") for span in text]
    assert all(len(str(span.text)) <= 33 for span in legend)
    said = " ".join(str(span.text) for span in legend)
    assert "tasked, no action that the members of the thematic board can see" in said
    _, _, _, bottom = (float(part) for part in str(root.get("viewBox")).split())
    lowest = max(float(str(text.get("y"))) + 17 * (len(text) - 1) for text in root.findall(f"{SVG}text"))
    assert lowest < bottom


def test_the_drawing_needs_nothing_that_a_strict_policy_forbids() -> None:
    root = read(drawn(courses(150)).svg)
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names == {"svg", "title", "desc", "defs", "pattern", "path", "g", "use", "text", "tspan"}
    given_names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in given_names if name == "style" or name.startswith("on")]
    addresses = [value for element in root.iter() for name, value in element.attrib.items() if "href" in name]
    assert addresses
    assert all(address.startswith("#wall-") for address in addresses)


def test_two_drawings_share_a_page_without_sharing_ids() -> None:
    def ids(prefix: str) -> set[str]:
        root = read(drawn(courses(40), prefix=prefix).svg)
        found = [element.get("id", "") for element in root.iter() if element.get("id")]
        assert len(found) == len(set(found))
        return set(found)

    assert not ids("wide") & ids("narrow")


def test_what_people_typed_stays_text() -> None:
    hostile = "<script>alert(1)</script>\x00\x0b & {{ x }} \"'"
    wall = drawn(one(StoneState.LAID, title=hostile), sight=hostile, prefix='a"b')
    root = read(wall.svg)
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>alert(1)</script> & {{ x }}" in str(root.findtext(f"{SVG}desc"))


def test_the_same_stones_give_the_same_drawing_and_another_code_another_stone() -> None:
    assert drawn(courses(40)).svg == drawn(courses(40)).svg
    other = [
        Course("DETER", "Deter", [Stone("2015-BUS-2", "Vet staff", "DETER", "Businesses", StoneState.LAID)])
    ]
    assert drawn(one(StoneState.LAID)).svg != drawn(other).svg


@pytest.mark.parametrize("width", [360, 960])
@pytest.mark.parametrize("count", [0, 1, 4, 40, 150, 2000])
def test_a_wall_of_any_size_can_be_drawn_and_turned_into_a_picture(count: int, width: int) -> None:
    wall = drawn(courses(count), width=width)
    assert vl_convert.svg_to_png(wall.svg).startswith(b"\x89PNG")
    left, _, right, _ = (float(part) for part in str(read(wall.svg).get("viewBox")).split())
    starts = [int(x) for x in re.findall(r"M(-?\d+)", wall.svg) if int(x) > 0]
    assert left <= min(starts)
    assert max(starts) <= right


@pytest.mark.parametrize("state", StoneState)
def test_a_wall_all_of_one_state_can_be_drawn(state: StoneState) -> None:
    for count in (1, 150, 2000):
        wall = drawn(courses(count, lambda _: state), width=360)
        assert {row.state for row in wall.rows} == {state}


def test_no_recommendations_is_said_and_not_left_blank() -> None:
    wall = drawn([])
    assert wall.rows == ()
    assert "No recommendations yet" in wall.svg
    assert wall.title == "The wall: no recommendations yet"


def test_a_wall_too_narrow_to_read_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 240 wide"):
        drawn(courses(4), width=100)


@pytest.mark.parametrize(("recommendations", "most"), [(2000, 15_000), (150, 25_000)])
def test_a_large_wall_is_a_small_drawing(recommendations: int, most: int) -> None:
    assert len(drawn(courses(recommendations)).svg.encode()) <= most


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one_colour: str, other: str) -> float:
    light, dark = sorted((luminance(one_colour), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_numbers_can_be_read_on_their_stones_and_stones_seen_in_the_wall() -> None:
    tones = [
        paint["fill"] for kind, paint in PAINT.items() if kind not in {"gap", "outlined", "second", "specks"}
    ]
    for tone in tones:
        assert contrast(tone, "#1d1d1b") >= 4.5
        assert contrast(tone, "#6f685c") >= 3
