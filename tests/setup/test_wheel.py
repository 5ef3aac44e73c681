"""The wheel, as a council meets it: into an empty environment, then the example and its home page."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest

from drystane.site.demo.reading import PASSWORD
from tools.set_up import OFFLINE

pytestmark = [pytest.mark.slow, pytest.mark.server]

CLONE = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dist = tmp_path_factory.mktemp("dist")
    command = [sys.executable, str(CLONE / "tools" / "wheel.py"), str(dist)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = dist.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment in which nothing was, with what the lock beside the wheel names and the wheel."""
    folder = tmp_path_factory.mktemp("council") / "venv"
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    for what in (
        ["--require-hashes", "--requirement", str(wheel.parent / "drystane-requirements.txt")],
        ["--no-deps", str(wheel)],
    ):
        done = subprocess.run(
            [UV, "pip", "install", "--quiet", "--link-mode=hardlink", "--python", python, *what],
            capture_output=True,
            text=True,
            check=False,
        )
        if any(sign in done.stderr.lower() for sign in OFFLINE) and not os.environ.get("CI"):
            pytest.skip("This machine is not connected, and has not kept the packages of the lock.")
        assert done.returncode == 0, done.stderr
    return folder / "bin" / "drystane"


@pytest.fixture(scope="module")
def place(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The example, loaded and served from a folder that has nothing to do with the clone. The port."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    environment = {
        "PATH": os.defpath,
        "HOME": str(folder),
        "DRYSTANE_HOME": str(folder / "home"),
        "DRYSTANE_PORT": str(port),
    }

    def call(*words: str) -> str:
        done = subprocess.run(
            [installed, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    call("prepare")
    call("demo")
    server = subprocess.Popen([installed, "run"], cwd=folder, env=environment, start_new_session=True)
    try:
        limit = time.monotonic() + 60
        while not answers(port):
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < limit, "the server did not come up"
            time.sleep(0.2)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def answers(port: int) -> bool:
    try:
        return get(port, "/")[0].status < 400
    except OSError:
        return False


def get(port: int, path: str, cookie: str = "") -> tuple[HTTPResponse, str]:
    return send(port, "GET", path, headers={"Cookie": cookie})


def send(
    port: int, method: str, path: str, *, headers: dict[str, str], body: str = ""
) -> tuple[HTTPResponse, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer, answer.read().decode("utf-8", "replace")


def signed_in(port: int) -> str:
    """The cookies of an officer of the example, who signed in on the page."""
    answer, body = get(port, "/sign-in/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body)
    assert token, body
    answer, _ = send(
        port,
        "POST",
        "/sign-in/",
        headers={"Cookie": cookies(answer), "Content-Type": "application/x-www-form-urlencoded"},
        body=urlencode({"csrfmiddlewaretoken": token[1], "username": "morag", "password": PASSWORD}),
    )
    assert answer.status == 302
    return cookies(answer)


def cookies(answer: HTTPResponse) -> str:
    given = answer.headers.get_all("Set-Cookie", [])
    return "; ".join(one.partition(";")[0] for one in given)


def test_the_home_page_comes_with_its_styles_and_its_script(place: int) -> None:
    answer, body = get(place, "/", signed_in(place))
    assert answer.status == 200
    assert "Safer and Stronger Renfrewshire" in body
    wanted = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', body)
    assert any(name.endswith(".css") for name in wanted)
    assert any(name.endswith(".js") for name in wanted)
    found = {path: get(place, path) for path in wanted}
    assert {path: answer.status for path, (answer, _) in found.items()} == dict.fromkeys(wanted, 200)
    assert all(content for _, content in found.values())


def test_every_file_that_the_rooms_read_is_in_it(wheel: Path) -> None:
    """Templates, packs, fonts, Word templates: whatever is kept under version control beside the code."""
    listed = subprocess.run(
        ["git", "ls-files", "src/drystane"], cwd=CLONE, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    kept = {name.removeprefix("src/") for name in listed if name and "/tests/" not in name}
    with ZipFile(wheel) as file:
        inside = set(file.namelist())
    assert len(kept) > 300
    assert {name for name in kept - inside if (CLONE / "src" / name).exists()} == set()
    assert "drystane/site/static_built/staticfiles.json" in inside


def test_no_test_is_in_it(wheel: Path) -> None:
    with ZipFile(wheel) as file:
        assert [name for name in file.namelist() if "/tests/" in name] == []


def test_the_lock_beside_it_is_the_one_that_was_tested(wheel: Path) -> None:
    lock = CLONE / "requirements" / "run.txt"
    assert (wheel.parent / "drystane-requirements.txt").read_bytes() == lock.read_bytes()
