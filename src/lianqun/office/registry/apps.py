"""Django's entry for this package."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The app `registry`."""

    name = "lianqun.office.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
