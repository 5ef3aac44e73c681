from pathlib import Path

import pytest

from drystane.strategy.loading import load_edition, load_sources, load_threats
from drystane.strategy.tests.packs_in_hand import EDITION, SOURCES, THREATS, Loader, save


@pytest.fixture
def load(db: None, tmp_path: Path) -> Loader:
    """Sources and threats are there; loads an edition and gives what it did."""
    load_sources(save(tmp_path, SOURCES, "sources.yaml"))
    load_threats(save(tmp_path, THREATS, "threats.yaml"))
    return lambda pack=EDITION: load_edition(save(tmp_path, pack))[1]
