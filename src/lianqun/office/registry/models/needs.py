"""What is asked for and what is offered: needs, offers, funds, platforms."""

from django.db import models

from lianqun.office.accounts.rows import Row
from lianqun.office.registry.models.chains import Chain, Link
from lianqun.office.registry.models.organizations import Organization
from lianqun.office.registry.models.places import Place
from lianqun.office.registry.models.projects import Project


class Need(Row):
    """需求: one row of the table `needs`."""

    id = models.CharField(primary_key=True, max_length=80)
    kind = models.CharField(max_length=80, db_index=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="needs", null=True, blank=True)
    project = models.ForeignKey(Project, models.PROTECT, related_name="needs", null=True, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="needs", null=True, blank=True)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="needs", null=True, blank=True)
    link = models.ForeignKey(Link, models.PROTECT, related_name="needs", null=True, blank=True)
    title = models.CharField(max_length=300)
    detail = models.TextField(blank=True, default="")
    quantity = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=300, blank=True, default="")
    raised_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=80, db_index=True)
    blocks_project = models.BooleanField(null=True, blank=True)
    answered_by = models.CharField(max_length=300, blank=True, default="")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "needs"


class Offer(Row):
    """供给: one row of the table `offers`."""

    id = models.CharField(primary_key=True, max_length=80)
    kind = models.CharField(max_length=80, db_index=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="offers", null=True, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="offers", null=True, blank=True)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="offers", null=True, blank=True)
    title = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=300, blank=True, default="")
    available_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "offers"


class Match(Row):
    """对接: one row of the table `matches`."""

    id = models.CharField(primary_key=True, max_length=80)
    need = models.ForeignKey(Need, models.PROTECT, related_name="matches")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="matches")
    status = models.CharField(max_length=80, db_index=True)
    on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True, default="")

    class Meta:
        db_table = "matches"


class Fund(Row):
    """基金: one row of the table `funds`."""

    id = models.CharField(primary_key=True, max_length=80)
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True, default="")
    place = models.ForeignKey(Place, models.PROTECT, related_name="funds", null=True, blank=True)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="funds", null=True, blank=True)
    funds_count = models.BigIntegerField(null=True, blank=True)
    size_wan_yuan = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)

    class Meta:
        db_table = "funds"


class Commitment(Row):
    """出资: one row of the table `commitments`."""

    id = models.CharField(primary_key=True, max_length=80)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="commitments")
    project = models.ForeignKey(Project, models.PROTECT, related_name="commitments")
    share_percent = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    amount_wan_yuan = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "commitments"


class Platform(Row):
    """平台: one row of the table `platforms`."""

    id = models.CharField(primary_key=True, max_length=80)
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True, default="")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="platforms", null=True, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="platforms", null=True, blank=True)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="platforms", null=True, blank=True)
    link = models.ForeignKey(Link, models.PROTECT, related_name="platforms", null=True, blank=True)
    kind = models.CharField(max_length=80, db_index=True)
    capacity_per_day = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    capacity_unit = models.CharField(max_length=300, blank=True, default="")
    saving_percent = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)

    class Meta:
        db_table = "platforms"


class Booking(Row):
    """预约: one row of the table `bookings`."""

    id = models.CharField(primary_key=True, max_length=80)
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="bookings")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="bookings")
    on = models.DateField()
    quantity = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)

    class Meta:
        db_table = "bookings"
