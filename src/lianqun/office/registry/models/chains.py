"""The chains: links, flows, technologies, fields, and who stands where."""

from django.db import models

from lianqun.office.accounts.rows import Row
from lianqun.office.registry.models.organizations import Organization
from lianqun.office.registry.models.places import Place


class Chain(Row):
    """产业链: one row of the table `chains`."""

    id = models.CharField(primary_key=True, max_length=80)
    place = models.ForeignKey(Place, models.PROTECT, related_name="chains")
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True, default="")
    kind = models.CharField(max_length=80, db_index=True, blank=True, default="")
    chief_name = models.CharField(max_length=300, blank=True, default="")
    chief_title = models.CharField(max_length=300, blank=True, default="")
    task_force = models.CharField(max_length=300, blank=True, default="")
    defined_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "chains"


class Link(Row):
    """环节: one row of the table `links`."""

    id = models.CharField(primary_key=True, max_length=80)
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True, default="")
    stage = models.CharField(max_length=80, db_index=True)
    parent = models.ForeignKey("self", models.PROTECT, related_name="parts", null=True, blank=True)
    description_zh = models.TextField(blank=True, default="")
    description_en = models.TextField(blank=True, default="")

    class Meta:
        db_table = "links"


class ChainLink(Row):
    """链上环节: one row of the table `chain_links`."""

    id = models.CharField(primary_key=True, max_length=80)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="chain_links")
    link = models.ForeignKey(Link, models.PROTECT, related_name="chain_links")
    column = models.BigIntegerField(null=True, blank=True)
    is_key = models.BooleanField(null=True, blank=True)

    class Meta:
        db_table = "chain_links"


class Flow(Row):
    """流向: one row of the table `flows`."""

    id = models.CharField(primary_key=True, max_length=80)
    from_link = models.ForeignKey(Link, models.PROTECT, related_name="flows_out")
    to_link = models.ForeignKey(Link, models.PROTECT, related_name="flows_in")
    kind = models.CharField(max_length=80, db_index=True)

    class Meta:
        db_table = "flows"


class Technology(Row):
    """技术: one row of the table `technologies`."""

    id = models.CharField(primary_key=True, max_length=80)
    link = models.ForeignKey(Link, models.PROTECT, related_name="technologies")
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True, default="")
    generation = models.BigIntegerField()
    starts_year = models.IntegerField(null=True, blank=True)
    ends_year = models.IntegerField(null=True, blank=True)
    status = models.CharField(max_length=80, db_index=True)
    note_zh = models.TextField(blank=True, default="")
    note_en = models.TextField(blank=True, default="")

    class Meta:
        db_table = "technologies"


class TechnologyPosition(Row):
    """技术位置: one row of the table `technology_positions`."""

    id = models.CharField(primary_key=True, max_length=80)
    technology = models.ForeignKey(Technology, models.PROTECT, related_name="technology_positions")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="technology_positions")
    level = models.CharField(max_length=80)
    since_year = models.IntegerField(null=True, blank=True)

    class Meta:
        db_table = "technology_positions"


class Application(Row):
    """应用: one row of the table `applications`."""

    id = models.CharField(primary_key=True, max_length=80)
    link = models.ForeignKey(Link, models.PROTECT, related_name="applications")
    field_zh = models.CharField(max_length=300)
    field_en = models.CharField(max_length=300, blank=True, default="")
    share_percent = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="applications", null=True, blank=True)

    class Meta:
        db_table = "applications"


class Placement(Row):
    """落位: one row of the table `placements`."""

    id = models.CharField(primary_key=True, max_length=80)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="placements")
    link = models.ForeignKey(Link, models.PROTECT, related_name="placements")
    place = models.ForeignKey(Place, models.PROTECT, related_name="placements", null=True, blank=True)
    # leaders are one in a thousand placements: home and the list of leaders ask for them by name
    role = models.CharField(max_length=80, db_index=True)
    status = models.CharField(max_length=80, db_index=True)
    product_zh = models.CharField(max_length=300, blank=True, default="")
    product_en = models.CharField(max_length=300, blank=True, default="")
    score = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)

    class Meta:
        db_table = "placements"


class LinkFinding(Row):
    """环节认定: one row of the table `link_findings`."""

    id = models.CharField(primary_key=True, max_length=80)
    place = models.ForeignKey(Place, models.PROTECT, related_name="link_findings")
    link = models.ForeignKey(Link, models.PROTECT, related_name="link_findings")
    state = models.CharField(max_length=80)
    as_of = models.DateField()
    found_by = models.CharField(max_length=300)
    reason = models.TextField()

    class Meta:
        db_table = "link_findings"


class LinkTally(models.Model):
    """Who stands on a link in a place and all below it: a cache of `lianqun.trace.tally`, dropped and rebuilt at will.

    `placements`, `leaders` and `backbone` are of `lianqun.trace.count_roles`; null in rows counted before there were these columns.
    """

    place_id = models.CharField(max_length=80)
    link_id = models.CharField(max_length=80)
    organizations = models.IntegerField()
    confirmed = models.IntegerField()
    uncertain = models.IntegerField()
    refused = models.IntegerField()
    placements = models.IntegerField(null=True)
    leaders = models.IntegerField(null=True)
    backbone = models.IntegerField(null=True)
    top = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place_id", "link_id"], name="one_tally")]
        # a recount drops the rows of the links that it counts
        indexes = [models.Index(fields=["link_id"], name="tallies_of_a_link")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.link_id}"
