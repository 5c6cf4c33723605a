"""The records: places, chains, links, organisations and what the office does with them."""

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


class Alias(Row):
    """别名: one row of the table `aliases`."""

    id = models.CharField(primary_key=True, max_length=80)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="aliases")
    alias = models.CharField(max_length=300)
    kind = models.CharField(max_length=80, db_index=True)

    class Meta:
        db_table = "aliases"


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
    role = models.CharField(max_length=80)
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


class Project(Row):
    """项目: one row of the table `projects`."""

    id = models.CharField(primary_key=True, max_length=80)
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True, default="")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="projects", null=True, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="projects", null=True, blank=True)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="projects", null=True, blank=True)
    link = models.ForeignKey(Link, models.PROTECT, related_name="projects", null=True, blank=True)
    stage = models.CharField(max_length=80, db_index=True)
    investment_wan_yuan = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    investment_qualifier = models.CharField(max_length=80, blank=True, default="")
    capacity = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    capacity_unit = models.CharField(max_length=300, blank=True, default="")
    lead_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    produced_on = models.DateField(null=True, blank=True)
    full_output_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    steward = models.CharField(max_length=300, blank=True, default="")
    next_step = models.TextField(blank=True, default="")

    class Meta:
        db_table = "projects"


class ProjectEvent(Row):
    """项目事项: one row of the table `project_events`."""

    id = models.CharField(primary_key=True, max_length=80)
    project = models.ForeignKey(Project, models.PROTECT, related_name="project_events")
    kind = models.CharField(max_length=80, db_index=True)
    on = models.DateField(null=True, blank=True)
    period = models.CharField(max_length=300, blank=True, default="")
    note = models.TextField(blank=True, default="")
    by = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        db_table = "project_events"


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


class Meeting(Row):
    """会议: one row of the table `meetings`."""

    id = models.CharField(primary_key=True, max_length=80)
    place = models.ForeignKey(Place, models.PROTECT, related_name="meetings")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="meetings", null=True, blank=True)
    kind = models.CharField(max_length=80, db_index=True)
    title = models.CharField(max_length=300)
    held_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "meetings"


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


class Policy(Row):
    """政策: one row of the table `policies`."""

    id = models.CharField(primary_key=True, max_length=80)
    place = models.ForeignKey(Place, models.PROTECT, related_name="policies")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="policies", null=True, blank=True)
    title = models.CharField(max_length=300)
    issued_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "policies"


class Promise(Row):
    """承诺: one row of the table `promises`."""

    id = models.CharField(primary_key=True, max_length=80)
    project = models.ForeignKey(Project, models.PROTECT, related_name="promises")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="promises", null=True, blank=True)
    clause = models.TextField()
    owner = models.CharField(max_length=300, blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=80, db_index=True)

    class Meta:
        db_table = "promises"


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


class LinkTally(models.Model):
    """Who stands on a link in a place and all below it: a cache of `lianqun.trace.tally`, dropped and rebuilt at will."""

    place_id = models.CharField(max_length=80)
    link_id = models.CharField(max_length=80)
    organizations = models.IntegerField()
    confirmed = models.IntegerField()
    uncertain = models.IntegerField()
    refused = models.IntegerField()
    top = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place_id", "link_id"], name="one_tally")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.link_id}"
