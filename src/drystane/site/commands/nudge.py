"""Send each person the e-mail that says how much waits for them."""

import click
from django.conf import settings
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime

from drystane.access import clock
from drystane.site.nudges.sending import due, refused_lately, send_digests


@click.command(help="E-mail each person how much waits for them, at most once a day.")
@click.option("--dry-run", is_flag=True, help="Say who would get how many, and send nothing.")
def command(*, dry_run: bool) -> None:
    if dry_run:
        found, refusals = list(due(clock.today())), refused_lately(clock.today())
        for one in found:
            refused = "  (refused by the mail server)" if one.person.pk in refusals else ""
            click.echo(f"{one.gathered.count:>6}  {one.person.username}{refused}")
        click.echo(f"{len(found)} would get an e-mail. None was sent.")
        return
    if not settings.SENDS_MAIL:
        raise click.ClickException("No mail server is named. Set DRYSTANE_MAIL_HOST, or use --dry-run.")
    done = send_digests(clock.now)
    if done.held_until:
        again = format_date(localtime(done.held_until), "H:i")
        raise click.ClickException(f"The mail server could not be used. It is tried again from {again}.")
    click.echo(f"{done.sent} sent, {done.refused} refused.")
    if done.unreachable:
        raise click.ClickException("The mail server could not be used. What is left is sent by a later run.")
