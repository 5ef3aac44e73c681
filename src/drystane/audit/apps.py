from django.apps import AppConfig
from django.db.models.signals import post_migrate

from drystane.audit import triggers


class AuditConfig(AppConfig):
    name = "drystane.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(triggers.install, sender=self)
