"""Serve the pages and do the background work, until somebody stops it."""

import os
import socket
import sys
from http.client import HTTPConnection, HTTPException

import click

from drystane.site import environment
from drystane.site.command_line import REFUSED
from drystane.site.supervisor import Part, Supervisor


@click.command(help="Serve the pages and do the background work. Ctrl-C stops both.")
@click.option("--prepare", is_flag=True, help="First bring the database and the page assets up to date.")
@click.option("--example", is_flag=True, help="Load the worked example first if nobody has an account yet.")
def command(*, prepare: bool, example: bool) -> None:
    settings = environment.read(os.environ)
    if is_taken(settings.port):
        raise environment.BadSetting(
            "DRYSTANE_PORT",
            str(settings.port),
            "Another program listens there: stop it, or give another port.",
        )
    flags = [*(["--prepare"] if prepare else []), *(["--example"] if example else [])]
    web = Part("web server", [sys.executable, "-m", "drystane", "serve", *flags])
    # The worker needs the tables that `serve` may still be making, so it comes second.
    worker = Part("worker", [sys.executable, "-m", "django", "db_worker", "--queue-name=*", "--no-reload"])
    ended = Supervisor(web, worker).supervise(
        is_ready=lambda: answers(settings.port),
        on_ready=lambda: click.echo(f"\nDrystane is at http://127.0.0.1:{settings.port}/ (Ctrl-C stops it)"),
    )
    if ended is None:
        click.echo("Stopped. Everything entered is kept.")
        return
    if ended.process.returncode != REFUSED:  # else it has said why
        click.echo(f"The {ended.part.name} ended by itself, so everything was stopped.", err=True)
    sys.exit(max(ended.process.returncode, 1))


def is_taken(port: int) -> bool:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def answers(port: int) -> bool:
    """Whether the web server gives any answer at all."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
