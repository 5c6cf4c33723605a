"""The queue of background work."""

from django.db import models


class Job(models.Model):
    """One piece of work: leased by a worker, kept alive by a heartbeat, claimed again when the worker dies.

    `status` is waiting, running, done or failed. `outcome` is what the work yielded, or on failure
    {"code", "sentence"}; `before` holds what an import replaced, so that it can be undone.
    """

    kind = models.CharField(max_length=60, db_index=True)
    arguments = models.JSONField(default=dict)
    status = models.CharField(max_length=20, default="waiting", db_index=True)
    by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=60, blank=True, default="")
    attempts = models.IntegerField(default=0)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True, blank=True)
    doing = models.CharField(max_length=300, blank=True, default="")
    outcome = models.JSONField(null=True, blank=True)
    before = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.status in ("done", "failed")

    @property
    def percent(self) -> int | None:
        """How much of it is done, 0–100, or None where the whole is not known."""
        return min(100, 100 * self.done // self.total) if self.total else None
