from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "drystane.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from drystane.sheets import jobs  # noqa: PLC0415  # there are no models before
        from drystane.site import exports  # noqa: PLC0415

        jobs.WATCHES.append(exports.noting_reads)
