"""Serve the pages from this machine to this machine; a proxy in front speaks to the network."""

import gc
import os
from importlib import import_module

import click
from django.db import connections
from django.urls import get_resolver
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from drystane.site import environment, preparing

MODULE = "drystane.site.wsgi"
THREADS = 4


@click.command(help="Serve the pages only, without the worker.")
@click.option("--prepare", is_flag=True)
@click.option("--example", is_flag=True)
def command(*, prepare: bool, example: bool) -> None:
    settings = environment.read(os.environ)
    if prepare:
        preparing.prepare(example=example, say=click.echo)
    preparing.say_who_signs_in(say=click.echo)
    # The server's own process is copied from this one: what is loaded here need not be loaded again,
    # and a connection to the database must not be shared.
    import_module(MODULE)
    get_resolver().url_patterns  # noqa: B018  # loads every room's pages
    connections.close_all()
    # It all stays until the end: without this, looking through it for waste holds up one request in ten.
    gc.collect()
    gc.freeze()
    server = Server(
        f"{MODULE}:application",
        address="127.0.0.1",
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,  # with two it can hang when it is stopped while it starts
        blocking_threads=THREADS,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    )
    server.serve()
