"""Django's entry for this package."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The app `jobs`."""

    name = "lianqun.office.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
