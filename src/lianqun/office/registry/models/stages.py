"""The life of a project: rules of its stages, reviews and signatures, amounts, parts, progress."""

from django.db import models

from lianqun.office.accounts.rows import Row
from lianqun.office.registry.models.projects import Project


class StageRule(Row):
    """阶段规则: one row of the table `stage_rules`."""

    id = models.CharField(primary_key=True, max_length=80)
    project_kind = models.CharField(max_length=80, blank=True, default="")
    stage = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=80, db_index=True)
    what = models.CharField(max_length=300, blank=True, default="")
    number = models.BigIntegerField(null=True, blank=True)
    needs = models.CharField(max_length=80, blank=True, default="")
    when_column = models.CharField(max_length=300, blank=True, default="")
    when_least = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    reference_zh = models.TextField(blank=True, default="")
    reference_en = models.TextField(blank=True, default="")

    class Meta:
        db_table = "stage_rules"


class StageReview(Row):
    """阶段审核: one row of the table `stage_reviews`."""

    id = models.CharField(primary_key=True, max_length=80)
    project = models.ForeignKey(Project, models.PROTECT, related_name="stage_reviews")
    stage = models.CharField(max_length=80, db_index=True)
    from_stage = models.CharField(max_length=80, blank=True, default="")
    kind = models.CharField(max_length=80, db_index=True)
    state = models.CharField(max_length=80, db_index=True)
    on = models.DateField(null=True, blank=True)
    rules_on = models.DateField(null=True, blank=True)
    submitted_by = models.CharField(max_length=300, blank=True, default="")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=300, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    opinion = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    seen = models.TextField(blank=True, default="")
    documents = models.TextField(blank=True, default="")
    rules = models.TextField(blank=True, default="")

    class Meta:
        db_table = "stage_reviews"


class Signature(Row):
    """会签: one row of the table `signatures`."""

    id = models.CharField(primary_key=True, max_length=80)
    review = models.ForeignKey(StageReview, models.PROTECT, related_name="signatures")
    step = models.BigIntegerField()
    office = models.CharField(max_length=80, blank=True, default="")
    signer = models.CharField(max_length=300)
    for_signer = models.CharField(max_length=300, blank=True, default="")
    verdict = models.CharField(max_length=80, db_index=True)
    opinion = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "signatures"


class StageAmount(Row):
    """阶段金额: one row of the table `stage_amounts`."""

    id = models.CharField(primary_key=True, max_length=80)
    project = models.ForeignKey(Project, models.PROTECT, related_name="stage_amounts")
    stage = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=80, db_index=True)
    amount_wan_yuan = models.DecimalField(max_digits=15, decimal_places=4)
    on = models.DateField()
    by = models.CharField(max_length=300, blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        db_table = "stage_amounts"


class ProjectPart(Row):
    """项目关系: one row of the table `project_parts`."""

    id = models.CharField(primary_key=True, max_length=80)
    project = models.ForeignKey(Project, models.PROTECT, related_name="project_parts")
    kind = models.CharField(max_length=80, db_index=True)
    other_project = models.ForeignKey(Project, models.PROTECT, related_name="parts_of_other")
    on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        db_table = "project_parts"


class ProjectSeries(Row):
    """项目进度: one row of the table `project_series`."""

    id = models.CharField(primary_key=True, max_length=80)
    project = models.ForeignKey(Project, models.PROTECT, related_name="project_series")
    kind = models.CharField(max_length=80, db_index=True)
    period = models.CharField(max_length=300)
    value = models.DecimalField(max_digits=15, decimal_places=4)
    unit = models.CharField(max_length=300)
    note = models.TextField(blank=True, default="")

    class Meta:
        db_table = "project_series"
