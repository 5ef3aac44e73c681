from django.apps import AppConfig


class ThreatsConfig(AppConfig):
    name = "drystane.threats"
    label = "threats"
    default_auto_field = "django.db.models.BigAutoField"
