"""Who is who, and who deals with whom."""

from django.db import models

from lianqun.office.accounts.rows import Row
from lianqun.office.registry.models.places import Place


class Organization(Row):
    """组织: one row of the table `organizations`."""

    id = models.CharField(primary_key=True, max_length=80)
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True, default="")
    credit_code = models.CharField(max_length=300, blank=True, default="")
    kind = models.CharField(max_length=80, db_index=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="organizations", null=True, blank=True)
    industry_code = models.CharField(max_length=300, blank=True, default="")
    parent = models.ForeignKey("self", models.PROTECT, related_name="subsidiaries", null=True, blank=True)
    founded_year = models.IntegerField(null=True, blank=True)
    above_scale = models.BooleanField(null=True, blank=True)
    employees = models.BigIntegerField(null=True, blank=True)
    revenue_wan_yuan = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "organizations"
        # lists of a million sort by name and add up a place without reading the rows themselves
        indexes = [
            models.Index(fields=["name_zh"], name="organizations_by_name"),
            models.Index(fields=["place", "employees", "revenue_wan_yuan"], name="organizations_sums"),
        ]


class Alias(Row):
    """别名: one row of the table `aliases`."""

    id = models.CharField(primary_key=True, max_length=80)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="aliases")
    alias = models.CharField(max_length=300)
    kind = models.CharField(max_length=80, db_index=True)

    class Meta:
        db_table = "aliases"


class Tie(Row):
    """往来: one row of the table `ties`."""

    id = models.CharField(primary_key=True, max_length=80)
    from_organization = models.ForeignKey(Organization, models.PROTECT, related_name="ties_out")
    to_organization = models.ForeignKey(Organization, models.PROTECT, related_name="ties_in", null=True, blank=True)
    to_place = models.ForeignKey(Place, models.PROTECT, related_name="ties", null=True, blank=True)
    kind = models.CharField(max_length=80, db_index=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        db_table = "ties"
