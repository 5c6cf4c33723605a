"""Rows that were made one: which key leads where, and what is needed to take them apart again."""

from django.db import models

from lianqun.office.accounts.rows import Row
from lianqun.office.registry.models.chains import Chain
from lianqun.office.registry.models.places import Place


class Merge(Row):
    """合并: one row of the table `merges`. It names its two rows without foreign keys, since one of them is gone."""

    id = models.CharField(primary_key=True, max_length=80)
    table = models.CharField(max_length=80)
    kept_id = models.CharField(max_length=80)
    merged_id = models.CharField(max_length=80)
    name = models.CharField(max_length=300, blank=True, default="")
    place = models.ForeignKey(Place, models.PROTECT, related_name="merges", null=True, blank=True)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="merges", null=True, blank=True)
    by = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")
    rows = models.TextField(blank=True, default="")
    split_by = models.CharField(max_length=300, blank=True, default="")
    split_at = models.DateTimeField(null=True, blank=True)
    split_reason = models.TextField(blank=True, default="")

    class Meta:
        db_table = "merges"
        indexes = [
            models.Index(fields=["merged_id"], name="merges_by_merged"),
            models.Index(fields=["kept_id"], name="merges_by_kept"),
        ]
