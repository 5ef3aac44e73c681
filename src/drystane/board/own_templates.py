"""A council's own Word templates, in the place of those that we ship: checked, put in, taken out."""

import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import transaction

from drystane.access.models import User
from drystane.audit import trail
from drystane.board.forms_of_paper import known_forms
from drystane.sheets.child import NotRead, in_child

MOST_BYTES = 5 * 1024 * 1024


class BadTemplateFile(ValueError):
    """The file cannot be used as a template: every reason, in words."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(" ".join(found))
        self.faults = found


def own_template(form: str) -> Path | None:
    """The council's own template for that form, if it has put one in."""
    path = place_of(form)
    return path if form in known_forms() and path.is_file() else None


def template_in_use(form: str) -> Path:
    # As below: a third of a second that no page need spend.
    from drystane.documents.word import shipped  # noqa: PLC0415

    return own_template(form) or shipped(form)


def place_of(form: str) -> Path:
    return Path(settings.HOME) / "templates" / f"{form}.docx"


def faults_of(path: Path) -> list[str]:
    """What is wrong with a file that somebody sent. It is opened in a process that can do no harm."""
    # A third of a second that no page need spend.
    from drystane.documents.word_check import faults  # noqa: PLC0415

    if path.stat().st_size > MOST_BYTES:
        return ["It is larger than 5 MB. Make its pictures smaller, or take them out."]
    try:
        found: list[str] = in_child(faults, path)
    except NotRead as error:
        return [str(error)]
    return found


@transaction.atomic
def install_template(form: str, content: bytes, *, by: User | None, at: datetime) -> None:
    """Use it from the next Word file on. Raises BadTemplateFile with everything that is wrong with it."""
    if form not in known_forms():
        raise BadTemplateFile(["There is no such form of paper."])
    place = place_of(form)
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, suffix=".docx", delete=False) as arrived:
        arrived.write(content)
    try:
        if found := faults_of(Path(arrived.name)):
            raise BadTemplateFile(found)
        digest = sha256(content).hexdigest()
        trail.record("template.installed", None, by=by, at=at, details={"form": form, "digest": digest})
        os.replace(arrived.name, place)
    finally:
        Path(arrived.name).unlink(missing_ok=True)


@transaction.atomic
def remove_template(form: str, *, by: User | None, at: datetime) -> bool:
    """Go back to ours. Says whether there was one of the council's."""
    place = own_template(form)
    if place is None:
        return False
    trail.record("template.removed", None, by=by, at=at, details={"form": form})
    place.unlink()
    return True
