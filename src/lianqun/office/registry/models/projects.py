"""What is landing: projects, what happened to them, what was promised."""

from django.db import models

from lianqun.office.accounts.rows import Row
from lianqun.office.registry.models.chains import Chain, Link
from lianqun.office.registry.models.organizations import Organization
from lianqun.office.registry.models.places import Place


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
    kind = models.CharField(max_length=80, blank=True, default="")
    status = models.CharField(max_length=80, blank=True, default="")
    status_on = models.DateField(null=True, blank=True)
    status_reason = models.TextField(blank=True, default="")
    lost_to_place = models.ForeignKey(Place, models.PROTECT, related_name="projects_lost", null=True, blank=True)
    investment_wan_yuan = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    investment_qualifier = models.CharField(max_length=80, blank=True, default="")
    fixed_investment_wan_yuan = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=80, blank=True, default="")
    investment_in_currency = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    capacity = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    capacity_unit = models.CharField(max_length=300, blank=True, default="")
    builds = models.BooleanField(null=True, blank=True)
    land_mu = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    energy_tce = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    environment_note = models.TextField(blank=True, default="")
    planned_output_wan_yuan = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    planned_tax_wan_yuan = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    investor_origin = models.CharField(max_length=300, blank=True, default="")
    came_by = models.CharField(max_length=80, blank=True, default="")
    introduced_by_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="projects_introduced", null=True, blank=True
    )
    brought_by_project = models.ForeignKey("self", models.PROTECT, related_name="projects_brought", null=True, blank=True)
    green_channel = models.BooleanField(null=True, blank=True)
    taken_over_on = models.DateField(null=True, blank=True)
    taken_over_by = models.CharField(max_length=300, blank=True, default="")
    lead_on = models.DateField(null=True, blank=True)
    talks_on = models.DateField(null=True, blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    line_through_on = models.DateField(null=True, blank=True)
    produced_on = models.DateField(null=True, blank=True)
    above_scale_on = models.DateField(null=True, blank=True)
    full_output_on = models.DateField(null=True, blank=True)
    expanded_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    steward = models.CharField(max_length=300, blank=True, default="")
    next_step = models.TextField(blank=True, default="")

    class Meta:
        db_table = "projects"
        indexes = [
            # lists count, sum and page over the first, the board takes its lanes from the second, without touching the rows
            models.Index(fields=["place", "id", "chain", "investment_wan_yuan"], name="projects_listed"),
            models.Index(
                fields=["place", "stage", "status", "due_on", "investment_wan_yuan", "id", "chain"], name="projects_on_board"
            ),
        ]


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
