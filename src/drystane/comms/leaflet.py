"""A public page as a leaflet: one sheet of tagged PDF (PDF/UA-1). The same words give the same bytes."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst
from pypdfium2 import PdfDocument

from drystane.comms.plain_page import PlainPage
from drystane.documents.packs import NotRendered, spoken
from drystane.documents.pdf import fonts, in_words

TEMPLATE = Path(__file__).parent / "leaflet_template" / "leaflet.typ"


def leaflet(page: PlainPage, *, partnership: str, on: date, is_invented: bool = False) -> bytes:
    """Raises NotRendered where the words do not fit on one sheet, or cannot be set at all."""
    says = {
        **asdict(page),
        "points_heading": page.points_heading,
        "help_heading": page.help_heading,
        "partnership": partnership,
        "day": spoken(on),
        "invented": "Invented for the worked example." if is_invented else "",
    }
    try:
        made = typst.compile(
            TEMPLATE,
            font_paths=fonts(),
            sys_inputs={"leaflet": json.dumps(says)},
            pdf_standards="ua-1",
            timestamp=datetime.combine(on, time(), UTC),
        )
    except typst.TypstError as error:
        raise NotRendered(in_words(error)) from error
    sheets = len(PdfDocument(made))
    if sheets != 1:
        raise NotRendered(
            f"The leaflet runs to {sheets} pages. Shorten the words, or take a point out, to fit one."
        )
    return made
