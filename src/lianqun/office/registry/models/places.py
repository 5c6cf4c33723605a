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


class PlaceGroup(Row):
    """区域组: one row of the table `place_groups`."""

    id = models.CharField(primary_key=True, max_length=80)
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True, default="")
    kind = models.CharField(max_length=80, db_index=True)
    reference = models.TextField(blank=True, default="")

    class Meta:
        db_table = "place_groups"


class PlaceGroupMember(Row):
    """区域成员: one row of the table `place_group_members`."""

    id = models.CharField(primary_key=True, max_length=80)
    group = models.ForeignKey(PlaceGroup, models.PROTECT, related_name="place_group_members")
    place = models.ForeignKey(Place, models.PROTECT, related_name="place_group_members")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "place_group_members"


class CalendarDay(Row):
    """工作日历: one row of the table `calendar_days`."""

    id = models.CharField(primary_key=True, max_length=80)
    on = models.DateField()
    is_working = models.BooleanField()
    name_zh = models.CharField(max_length=300, blank=True, default="")
    reference = models.TextField(blank=True, default="")

    class Meta:
        db_table = "calendar_days"
