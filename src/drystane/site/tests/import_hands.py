"""Sheets made by code, and the hands that bring them in through the pages."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from drystane.access.models import User
from drystane.sheets.models import ImportJob
from drystane.sheets.write import write_csv, write_xlsx
from tests.clients import signed_in

AT = datetime(2015, 9, 2, 14, tzinfo=UTC)
Rows = Sequence[Sequence[Any]]


def as_csv(rows: Rows) -> bytes:
    return write_csv(rows[0], rows[1:])


def as_xlsx(rows: Rows) -> bytes:
    return write_xlsx(rows[0], rows[1:], title="List", marking="OFFICIAL", about="", at=AT)


def as_ods(rows: Rows) -> bytes:
    """The least that is an OpenDocument spreadsheet."""
    lines = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
    names = {
        "office": "office:1.0",
        "table": "table:1.0",
        "text": "text:1.0",
    }
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}"' for short, name in names.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="List">{lines}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        packed.writestr("content.xml", content)
    return out.getvalue()


def ods_cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    parts = "".join(f"<text:p>{escape(part)}</text:p>" for part in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{parts}</table:table-cell>'


WRITERS = {"csv": as_csv, "xlsx": as_xlsx, "ods": as_ods}


def sent(client: Client, content: bytes, *, kind: str = "actions", name: str = "list.csv") -> HttpResponse:
    upload = SimpleUploadedFile(name, content)
    return client.post("/imports/", {"kind": kind, "file": upload})  # type: ignore[return-value]  # the test client's own kind


def newest() -> ImportJob:
    return ImportJob.objects.order_by("-pk")[0]


def columns_sent(client: Client, job: ImportJob, **more: str) -> HttpResponse:
    """Accept what the page of columns suggests, and say a little more."""
    page = client.get(f"/imports/{job.ref}/columns/")
    form = page.context["form"]
    given = {field.name: field.value() for field in form if field.value() is not None}
    return client.post(f"/imports/{job.ref}/columns/", {**given, **more})  # type: ignore[return-value]  # as above


def previewed(
    by: User | Client, content: bytes, *, kind: str = "actions", name: str = "list.csv", **more: str
) -> Any:
    """The page that shows what a file would do."""
    client = by if isinstance(by, Client) else signed_in(by)
    answer = sent(client, content, kind=kind, name=name)
    assert answer.status_code == 302, words_of(answer)
    answer = columns_sent(client, newest(), **more)
    assert answer.status_code == 302, words_of(answer)
    return client.get(f"/imports/{newest().ref}/")


def confirmed(client: Client, job: ImportJob | None = None) -> ImportJob:
    job = job or newest()
    client.post(f"/imports/{job.ref}/confirm/", {"seen": ImportJob.objects.get(pk=job.pk).previewed})
    job.refresh_from_db()
    return job


def brought_in(by: User | Client, content: bytes, *, kind: str = "actions", **more: str) -> ImportJob:
    client = by if isinstance(by, Client) else signed_in(by)
    previewed(client, content, kind=kind, **more)
    return confirmed(client)


def undone(client: Client, job: ImportJob) -> ImportJob:
    client.post(f"/imports/{job.ref}/undo/")
    job.refresh_from_db()
    return job


def counts(page: Any) -> Mapping[str, int]:
    found: Mapping[str, int] = page.context["counts"]
    return found


def words_of(answer: Any) -> str:
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", f"<main{main}").split())
