"""Where things are."""

from django.db import models

from lianqun.office.accounts.rows import Row


class Place(Row):
    """地区: one row of the table `places`."""

    id = models.CharField(primary_key=True, max_length=80)
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True, default="")
    level = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True, blank=True)
    longitude = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    latitude = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)

    class Meta:
        db_table = "places"
