"""Published figures."""

from django.db import models

from lianqun.office.accounts.rows import Row
from lianqun.office.registry.models.chains import Chain
from lianqun.office.registry.models.organizations import Organization
from lianqun.office.registry.models.places import Place


class Indicator(Row):
    """指标: one row of the table `indicators`."""

    id = models.CharField(primary_key=True, max_length=80)
    place = models.ForeignKey(Place, models.PROTECT, related_name="indicators")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="indicators", null=True, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="indicators", null=True, blank=True)
    name = models.CharField(max_length=300)
    period = models.CharField(max_length=300)
    value = models.DecimalField(max_digits=15, decimal_places=4)
    unit = models.CharField(max_length=300)
    qualifier = models.CharField(max_length=80, blank=True, default="")
    change = models.CharField(max_length=300, blank=True, default="")
    modality = models.CharField(max_length=80)

    class Meta:
        db_table = "indicators"
