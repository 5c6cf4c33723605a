"""What is courted: leads, their steps, disputes over who was first, and the files that prove something."""

from django.db import models

from lianqun.office.accounts.rows import Row
from lianqun.office.registry.models.chains import Chain, Link
from lianqun.office.registry.models.organizations import Organization
from lianqun.office.registry.models.places import Place
from lianqun.office.registry.models.projects import Project
from lianqun.office.registry.models.stages import StageReview


class Lead(Row):
    """线索: one row of the table `leads`."""

    id = models.CharField(primary_key=True, max_length=80)
    name_zh = models.CharField(max_length=300)
    investor_name = models.CharField(max_length=300)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="leads", null=True, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="leads")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="leads", null=True, blank=True)
    link = models.ForeignKey(Link, models.PROTECT, related_name="leads", null=True, blank=True)
    state = models.CharField(max_length=80, db_index=True)
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=300, blank=True, default="")
    sector = models.CharField(max_length=80, blank=True, default="")
    content = models.TextField(blank=True, default="")
    investment_wan_yuan = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    fixed_investment_wan_yuan = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    land_mu = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    energy_tce = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    environment_note = models.TextField(blank=True, default="")
    planned_output_wan_yuan = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    planned_tax_wan_yuan = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    investor_origin = models.CharField(max_length=300, blank=True, default="")
    came_by = models.CharField(max_length=80, blank=True, default="")
    introduced_by_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="leads_introduced", null=True, blank=True
    )
    contact_name = models.CharField(max_length=300, blank=True, default="")
    contact_phone = models.CharField(max_length=300, blank=True, default="")
    owner = models.CharField(max_length=300, blank=True, default="")
    project = models.ForeignKey(Project, models.PROTECT, related_name="leads", null=True, blank=True)
    refused_by_rule = models.CharField(max_length=80, blank=True, default="")
    refused_reason = models.TextField(blank=True, default="")
    returns_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "leads"


class LeadStep(Row):
    """线索事项: one row of the table `lead_steps`."""

    id = models.CharField(primary_key=True, max_length=80)
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="lead_steps")
    kind = models.CharField(max_length=80, db_index=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=300, blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        db_table = "lead_steps"


class LeadDispute(Row):
    """首报裁定: one row of the table `lead_disputes`."""

    id = models.CharField(primary_key=True, max_length=80)
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="lead_disputes")
    other_lead = models.ForeignKey(Lead, models.PROTECT, related_name="later_disputes")
    found_by = models.TextField(blank=True, default="")
    state = models.CharField(max_length=80, db_index=True)
    first_words = models.TextField(blank=True, default="")
    other_words = models.TextField(blank=True, default="")
    for_lead = models.ForeignKey(Lead, models.PROTECT, related_name="won_disputes", null=True, blank=True)
    decided_by = models.CharField(max_length=300, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        db_table = "lead_disputes"


class Attachment(Row):
    """附件: one row of the table `attachments`."""

    id = models.CharField(primary_key=True, max_length=80)
    project = models.ForeignKey(Project, models.PROTECT, related_name="attachments", null=True, blank=True)
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="attachments", null=True, blank=True)
    review = models.ForeignKey(StageReview, models.PROTECT, related_name="attachments", null=True, blank=True)
    proves = models.CharField(max_length=80, db_index=True)
    title = models.CharField(max_length=300)
    file_name = models.CharField(max_length=300, blank=True, default="")
    sha256 = models.CharField(max_length=80, blank=True, default="")
    size_bytes = models.BigIntegerField(null=True, blank=True)
    added_by = models.CharField(max_length=300, blank=True, default="")
    added_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "attachments"
