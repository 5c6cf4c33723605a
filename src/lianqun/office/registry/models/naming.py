"""How a name leads to a record: keys to look organisations up by, and what a person said of a name in a document."""

from django.db import models


class NameKey(models.Model):
    """A registered name without place and legal form: a cache kept up with every write, dropped and rebuilt at will.

    `row` tells which name it is: `o:` an organisation's, `f:` the former one noted behind it, `a:` an alias. `core` is
    `lianqun.trace.names.take_apart`'s, `head` its first two characters and `gram` its first six; of a core of one character those of the name.
    """

    row = models.CharField(primary_key=True, max_length=82)
    organization_id = models.CharField(max_length=80, db_index=True)
    core = models.CharField(max_length=300)
    head = models.CharField(max_length=2)
    gram = models.CharField(max_length=6, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["head", "core"], name="name_keys_by_core")]

    def __str__(self) -> str:
        return f"{self.row} {self.core}"


class NameQuestion(models.Model):
    """Whether a name in a document means an organisation: asked where it is likely and not sure, answered by a person.

    `verdict` is empty while it waits, else `same` or `different`; `alias_id` is the alias that the answer added. Answers outlive
    a new reading of the document.
    """

    document_id = models.CharField(max_length=80, db_index=True)
    name = models.CharField(max_length=300, db_index=True)
    organization_id = models.CharField(max_length=80, db_index=True)
    rule = models.CharField(max_length=80)
    reason_zh = models.TextField()
    reason_en = models.TextField()
    verdict = models.CharField(max_length=80, blank=True, default="", db_index=True)
    by = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField(null=True, blank=True)
    alias_id = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document_id", "name", "organization_id"], name="one_name_question")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.name} {self.organization_id}"
