"""People, the roles they hold for a place and a chain, and the log of what was done."""

from typing import Any, NoReturn

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who signs in. `office` is the bureau they sign for (a word of `sign_office`), `deputy` who signs in their absence."""

    name = models.CharField(max_length=100, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    organization_id = models.CharField(max_length=80, blank=True, default="")
    office = models.CharField(max_length=80, blank=True, default="")
    deputy = models.CharField(max_length=150, blank=True, default="")

    def __str__(self) -> str:
        return self.name or self.username


class Membership(models.Model):
    """A role held by a person, for one place (and all below it) and one chain; an empty place or chain means all."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=40)
    place_id = models.CharField(max_length=80, blank=True, default="")
    chain_id = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role", "place_id", "chain_id"], name="one_membership")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.place_id} {self.chain_id}"


class Kept(TypeError):
    """The log was to be changed or shortened: it is only appended to, and what was written stays."""

    def __init__(self, *_asked: object, **_told: object) -> None:
        super().__init__("events are appended to the log; none is changed or taken out")


class Log(models.QuerySet["AuditEvent"]):
    """The log as it is asked and appended to; every way of changing or taking out an event raises Kept."""

    def _insert(self, *asked: Any, on_conflict: object = None, **told: Any) -> Any:
        """Append events, and replace none of those that stand."""
        if on_conflict is not None:
            raise Kept
        return super()._insert(*asked, **told)  # type: ignore[misc]

    def _kept(self, *asked: object, **told: object) -> NoReturn:
        raise Kept

    update = delete = bulk_update = _raw_delete = _kept


class AuditEvent(models.Model):
    """One thing that was done. Append-only and without foreign keys, so that it outlives what it speaks of."""

    type = models.CharField(max_length=80, db_index=True)
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=150, db_index=True)
    subject = models.CharField(max_length=200, db_index=True)
    parent = models.CharField(max_length=200, blank=True, default="")
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")
    request_id = models.CharField(max_length=64, blank=True, default="")

    objects = Log.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by} {self.type} {self.subject}"

    def delete(self, *asked: Any, **told: Any) -> NoReturn:
        """Raise Kept."""
        raise Kept

    def _do_update(self, *asked: Any, **told: Any) -> NoReturn:
        """What `save` does with an event that stands; a new one it inserts."""
        raise Kept


class TableVersion(models.Model):
    """The last event that changed a table: what was worked out of some tables holds until one of them has another event."""

    table = models.CharField(primary_key=True, max_length=80)
    event_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.table} {self.event_id}"


class SavedView(models.Model):
    """The filters of a page that a person keeps under a name: `page` is `board` or `lists/projects`, `query` what follows the `?`."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=80)
    name = models.CharField(max_length=40)
    query = models.TextField(blank=True, default="")
    is_shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="one_saved_view")]

    def __str__(self) -> str:
        return f"{self.page} {self.name}"
