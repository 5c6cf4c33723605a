"""Django's entry for this package."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app `accounts`."""

    name = "lianqun.office.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
