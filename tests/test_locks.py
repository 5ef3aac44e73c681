"""Promises about what is fetched: every lock pins and hashes all of it, and says no address."""

import json
import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parent.parent
LOCKS = sorted((CLONE / "requirements").glob("*.txt"))
TRACKED = subprocess.run(["git", "ls-files", "-z"], cwd=CLONE, capture_output=True, text=True, check=False)

# Put together here so that this file does not hold what it forbids.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "deb." + "debian.org"]
# A folder of somebody's own machine, at the start of a word.
HOMES = "|".join(["root", "home", "work", "Users"])
MACHINE_PATH = re.compile(rf"""(?:^|[\s"'(=:])/(?:{HOMES})/""", re.M)


def tracked_texts() -> list[tuple[str, str]]:
    if TRACKED.returncode != 0:
        pytest.skip("This is not a git clone, so nothing says which files are tracked.")
    texts = []
    for name in filter(None, TRACKED.stdout.split("\0")):
        path = CLONE / name
        if path.is_file():
            texts.append((name, path.read_text("utf-8", errors="replace")))
    return texts


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==([^\s;\\]+)", lock.read_text(), re.M))


def requirements(lock: Path) -> list[str]:
    """The lock's entries, each with the lines of its hashes."""
    return re.split(r"\n(?=\S)", lock.read_text().strip())


def dependency_table() -> dict[str, list[str]]:
    """The rows of docs/dependencies.md under "At run time", by package."""
    text = (CLONE / "docs" / "dependencies.md").read_text("utf-8")
    section = text.split("## At run time")[1].split("\n## ")[0]
    lines = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return {cells[0].strip(" `").lower(): [cell.strip() for cell in cells[1:]] for cells in lines[2:]}


def run_time_dependencies() -> set[str]:
    project = tomllib.loads((CLONE / "pyproject.toml").read_text("utf-8"))["project"]
    return {bare_name(named) for named in project["dependencies"]}


def bare_name(requirement: str) -> str:
    """Without the versions and the extras."""
    return re.split(r"[\[<>=~!; ]", requirement, maxsplit=1)[0].lower()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_entry_of_a_lock_is_one_version_with_its_hashes(lock: Path) -> None:
    entries = requirements(lock)
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("lock", [*LOCKS, CLONE / "package-lock.json"], ids=lambda lock: lock.name)
def test_no_lock_holds_an_address(lock: Path) -> None:
    assert "://" not in lock.read_text("utf-8")


def test_every_page_asset_has_its_hash() -> None:
    packages = json.loads((CLONE / "package-lock.json").read_text("utf-8"))["packages"]
    fetched = {name: facts for name, facts in packages.items() if name}
    assert fetched
    assert all(facts["integrity"].startswith("sha512-") for facts in fetched.values())


def test_the_development_lock_holds_the_run_time_lock() -> None:
    development = pins(CLONE / "requirements" / "dev.txt")
    run_time = pins(CLONE / "requirements" / "run.txt")
    assert run_time
    assert {name: development.get(name) for name in run_time} == run_time


def test_the_run_time_lock_holds_every_dependency_of_the_project() -> None:
    assert run_time_dependencies() <= pins(CLONE / "requirements" / "run.txt").keys()


def test_what_is_asked_for_is_what_the_project_depends_on() -> None:
    asked = (CLONE / "requirements" / "run.in").read_text("utf-8").splitlines()
    assert {bare_name(line) for line in asked if line and line[0] != "#"} == run_time_dependencies()


def test_no_tracked_file_names_a_registrys_host() -> None:
    found = [(name, host) for name, text in tracked_texts() for host in HOSTS if host in text]
    assert found == []


def test_no_tracked_file_holds_a_path_of_somebodys_machine() -> None:
    found = [(name, match[0]) for name, text in tracked_texts() if (match := MACHINE_PATH.search(text))]
    assert found == []


def test_every_dependency_says_what_it_saves_and_who_keeps_it() -> None:
    table = dependency_table()
    assert table.keys() == run_time_dependencies()
    for name, cells in table.items():
        assert len(cells) == 3, name
        assert all(cells), name


def test_the_licence_in_the_docs_is_the_one_the_package_declares() -> None:
    for name, (_, _, licence) in dependency_table().items():
        facts = metadata.metadata(name)
        fields = ["License-Expression", "License", "Classifier"]
        declared = " ".join(said for field in fields for said in facts.get_all(field, []))
        for word in re.findall(r"MIT|BSD|Apache|LGPL|PSF|0BSD|MPL", licence):
            assert word in declared, f"{name} does not say it is under {word}"
