"""Django's entry for this package."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The app `evidence`."""

    name = "lianqun.office.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
