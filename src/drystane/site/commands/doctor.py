"""Say what is missing and how to mend it."""

import sys

import click
import django
from django.utils import timezone

import drystane
from drystane.site import doctor


@click.command(help="Say what is missing and how to mend it. The exit code is 1 if something must be mended.")
def command() -> None:
    python = ".".join(map(str, sys.version_info[:3]))
    click.echo(f"Drystane {drystane.__version__} on Django {django.get_version()} and Python {python}")
    findings = doctor.examine(timezone.now())
    click.echo(doctor.as_table(findings))
    if doctor.must_be_mended(findings):
        sys.exit(1)
