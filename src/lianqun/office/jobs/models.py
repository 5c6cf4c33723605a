"""The queue of background work."""

from django.db import models


class Job(models.Model):
    """One piece of work: leased by a worker, kept alive by a heartbeat, claimed again when the worker dies."""

    kind = models.CharField(max_length=60, db_index=True)
    arguments = models.JSONField(default=dict)
    status = models.CharField(max_length=20, default="waiting", db_index=True)
    by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.IntegerField(default=0)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True, blank=True)
    doing = models.CharField(max_length=300, blank=True, default="")
    outcome = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"
