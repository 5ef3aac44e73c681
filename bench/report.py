"""The results kept, and the page of figures made from them."""

import os
import platform
import sqlite3
from pathlib import Path
from string import Template

from bench import tables
from bench.tables import Table

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
PAGE = HERE.parent / "docs" / "bench.md"


def keep(part: str, table: Table) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{part}.json").write_text(tables.to_json(table), "utf-8")


def kept(part: str) -> Table:
    return tables.from_json((RESULTS / f"{part}.json").read_text("utf-8"))


def write() -> None:
    """Put the figures kept last on the page. Raises FileNotFoundError for a part not measured yet."""
    words = Template((HERE / "page.md").read_text("utf-8"))
    parts = (
        "pages",
        "documents",
        "rating",
        "trail",
        "starts",
        "load",
        "imports",
        "papers",
        "editions",
        "overlap",
        "twins",
        "training",
    )
    figures = {part: tables.as_markdown(kept(part)) for part in parts}
    PAGE.write_text(words.substitute(figures, machine=machine()), "utf-8")


def machine() -> str:
    """What it was measured on, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores of an {platform.machine()} server, {memory:.0f} GB of memory, "
        f"{platform.system()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
