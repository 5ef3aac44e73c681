"""The e-mail itself. Its subject and headers are the same for everybody on every day."""

import secrets

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from drystane.site.nudges.gathering import Gathered

SUBJECT = "What waits for you in Drystane"


def letter(gathered: Gathered, *, to: str, report_url: str = "") -> EmailMultiAlternatives:
    shown = {
        "gathered": gathered,
        "report_url": report_url,
        "settings_url": f"{settings.SITE_ADDRESS}{reverse('digest')}",
    }
    mail = EmailMultiAlternatives(
        subject=SUBJECT,
        body=render_to_string("site/mail/digest.txt", shown),
        to=[to],
        headers={
            # Django's own would name this machine.
            "Message-ID": f"<{secrets.token_hex(16)}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("site/mail/digest.html", shown), "text/html")
    return mail
