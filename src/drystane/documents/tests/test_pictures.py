"""Only drawings are let into a paper."""

import pytest

from drystane.documents.packs import BadPack
from drystane.documents.pictures import checked, png
from drystane.documents.tests.cast import SVG

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("<script>alert(1)</script>", "The drawing holds <script>, which is not drawing."),
        ("<foreignObject/>", "The drawing holds <foreignObject>, which is not drawing."),
        ("<image/>", "The drawing holds <image>, which is not drawing."),
        ("<style/>", "The drawing holds <style>, which is not drawing."),
        ('<path onclick="x"/>', "The drawing holds onclick, which is not drawing."),
        ('<path ONCLICK="x"/>', "The drawing holds onclick, which is not drawing."),
        ('<path style="fill:red"/>', "The drawing holds style, which is not drawing."),
        ('<use href="https://example.org/x.svg#a"/>', "The drawing points outside itself."),
        (
            '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="a.svg"/>',
            "The drawing points outside itself.",
        ),
        ('<path fill="url(https://example.org/x)"/>', "The drawing points outside itself."),
        ('<path fill="url(#a) url(b.svg)"/>', "The drawing points outside itself."),
        ('<path FILL="URL(b.svg)"/>', "The drawing points outside itself."),
        (r'<path fill="u\72l(b.svg)"/>', "The drawing holds fill, which is not drawing."),
        ("<SCRIPT/>", "The drawing holds <SCRIPT>, which is not drawing."),
        ('<path fill="url( &quot;//example.org/x&quot;)"/>', "The drawing points outside itself."),
        ("<!-- note -->", "The drawing holds more than a drawing."),
        ("<?x y?>", "The drawing holds more than a drawing."),
        ('<h:p xmlns:h="http://www.w3.org/1999/xhtml"/>', "which is not drawing."),
        ("<path>", "The drawing cannot be read: mismatched tag"),
    ],
)
def test_what_is_more_than_a_drawing_is_refused(inside: str, sentence: str) -> None:
    with pytest.raises(BadPack) as refusal:
        checked(f"<svg {NAMESPACE}>{inside}</svg>")
    assert sentence in str(refusal.value)


def test_a_drawing_that_names_itself_something_else_is_refused() -> None:
    with pytest.raises(BadPack, match="is not drawing"):
        checked("<html/>")


def test_a_drawing_is_let_in_as_it_is() -> None:
    inside = '<g fill="url(#a)"><use href="#b"/></g>'
    assert checked(f"<svg {NAMESPACE}>{inside}</svg>") == f"<svg {NAMESPACE}>{inside}</svg>"


def test_the_words_in_a_drawing_are_in_its_picture() -> None:
    """Where no font is found, letters vanish without an error."""

    def drawn(text: str) -> bytes:
        fonts = "Roboto, Helvetica, Arial, Liberation Sans, sans-serif"
        return png(
            f'<svg {NAMESPACE} viewBox="0 0 90 40"><text y="20" font-family="{fonts}">{text}</text></svg>'
        )

    assert drawn("Laid") != drawn("Loose")
    assert png(SVG).startswith(b"\x89PNG")
