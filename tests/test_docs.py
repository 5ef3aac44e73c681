"""Documentation that is made from the code is as the code is."""

import re
from pathlib import Path

import pytest

from drystane.access.policy import Permission
from drystane.site.addresses import all_addresses
from tools import write_docs

DOCS = Path(__file__).resolve().parents[1] / "docs"
LINK = re.compile(r"\]\(([^)#\s]+)")
PAGES = sorted(write_docs.pages())


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_what_the_code_says(name: str) -> None:
    assert (DOCS / "reference" / name).read_text("utf-8") == write_docs.pages()[name], "run `make docs`"


def test_every_permission_is_in_the_docs() -> None:
    text = (DOCS / "reference" / "policy.md").read_text("utf-8")
    assert [permission for permission in Permission if permission.value not in text] == []


def test_every_address_is_in_the_docs() -> None:
    text = (DOCS / "reference" / "addresses.md").read_text("utf-8")
    assert [found.name for found in all_addresses() if f"| {found.name} |" not in text] == []


def test_every_room_has_its_page() -> None:
    house = DOCS.parent / "src" / "drystane"
    rooms = {path.parent.name for path in house.glob("*/__init__.py")}
    assert {path.stem for path in (DOCS / "rooms").glob("*.md")} == rooms


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]
    links = [(page, target) for page in pages for target in LINK.findall(page.read_text("utf-8"))]
    inside = [(page, target) for page, target in links if "://" not in target and "mailto:" not in target]
    assert [f"{page.name}: {target}" for page, target in inside if not (page.parent / target).exists()] == []
