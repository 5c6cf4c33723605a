"""What documents and people say: claim columns never change, a correction is a new row."""

from django.db import models

from lianqun.office.accounts.rows import Row


class Source(Row):
    """来源: one row of the table `sources`."""

    id = models.CharField(primary_key=True, max_length=80)
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True, default="")
    kind = models.CharField(max_length=80, db_index=True)
    grade = models.CharField(max_length=80)

    class Meta:
        db_table = "sources"


class Document(Row):
    """文档: one row of the table `documents`."""

    id = models.CharField(primary_key=True, max_length=80)
    source = models.ForeignKey(Source, models.PROTECT, related_name="documents")
    title = models.CharField(max_length=300)
    published_on = models.DateField(null=True, blank=True)
    sha256 = models.CharField(max_length=300, blank=True, default="")
    file = models.CharField(max_length=300, blank=True, default="")
    media_type = models.CharField(max_length=300, blank=True, default="")
    read_as = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        db_table = "documents"


class Passage(Row):
    """段落: one row of the table `passages`."""

    id = models.CharField(primary_key=True, max_length=80)
    document = models.ForeignKey(Document, models.PROTECT, related_name="passages")
    start = models.BigIntegerField()
    end = models.BigIntegerField()
    quote = models.TextField()

    class Meta:
        db_table = "passages"
        indexes = [models.Index(fields=["document", "start"], name="passages_in_order")]


class Statement(Row):
    """陈述: one row of the table `statements`."""

    id = models.CharField(primary_key=True, max_length=80)
    claim_type = models.CharField(max_length=80)
    subject = models.TextField()
    subject_id = models.CharField(max_length=80, db_index=True, blank=True, default="")
    attribute = models.CharField(max_length=300)
    value_text = models.TextField(blank=True, default="")
    value_number = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    value_upper = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=300, blank=True, default="")
    qualifier = models.CharField(max_length=80, blank=True, default="")
    change = models.CharField(max_length=300, blank=True, default="")
    period = models.CharField(max_length=300, blank=True, default="")
    region = models.CharField(max_length=300, blank=True, default="")
    chain = models.CharField(max_length=300, blank=True, default="")
    modality = models.CharField(max_length=80, blank=True, default="")
    as_printed = models.TextField(blank=True, default="")
    passage = models.ForeignKey(Passage, models.PROTECT, related_name="statements", null=True, blank=True)
    said_by = models.CharField(max_length=300, blank=True, default="")
    said_why = models.TextField(blank=True, default="")
    confidence = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    flags = models.TextField(blank=True, default="")
    rule = models.CharField(max_length=300, blank=True, default="")
    reader = models.CharField(max_length=300, blank=True, default="")
    status = models.CharField(max_length=80, db_index=True)
    reviewed_by = models.CharField(max_length=300, blank=True, default="")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_note = models.CharField(max_length=300, blank=True, default="")
    review_reason = models.CharField(max_length=80, blank=True, default="")
    review_seconds = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    first_seen_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "statements"
        # the queue counts by status and kind; the office's view of one subject and the list of conflicts walk by subject
        indexes = [
            models.Index(fields=["status", "claim_type", "attribute"], name="statements_by_kind"),
            models.Index(fields=["attribute", "subject", "status"], name="statements_by_subject"),
            models.Index(fields=["rule"], name="statements_by_rule"),
        ]


class Evidence(Row):
    """依据: one row of the table `evidence`."""

    id = models.CharField(primary_key=True, max_length=80)
    table = models.CharField(max_length=80)
    row_id = models.CharField(max_length=80, db_index=True)
    column = models.CharField(max_length=80, blank=True, default="")
    document = models.ForeignKey(Document, models.PROTECT, related_name="evidence", null=True, blank=True)
    quote = models.TextField(blank=True, default="")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="evidence", null=True, blank=True)
    strength = models.CharField(max_length=80)
    said_by = models.CharField(max_length=300, blank=True, default="")
    said_why = models.TextField(blank=True, default="")

    class Meta:
        db_table = "evidence"


class Judgement(Row):
    """判断: one row of the table `judgements`."""

    id = models.CharField(primary_key=True, max_length=80)
    left_id = models.CharField(max_length=80, db_index=True)
    right_id = models.CharField(max_length=80, db_index=True)
    verdict = models.CharField(max_length=80)
    by = models.CharField(max_length=300)
    at = models.DateTimeField()
    why = models.TextField(blank=True, default="")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "judgements"
