"""The shape that every table of the data set shares in the site's database."""

from django.db import models


class Row(models.Model):
    """A row of the open data set: the model has the same columns as the dictionary's table of the same `db_table`."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, "name_zh", None) or self.pk)
