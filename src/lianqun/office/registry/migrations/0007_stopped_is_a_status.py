"""A project that was given up stood at a stage of its own; it is terminated, at the last stage that it has a day of."""

from django.db import migrations
from django.db.models import Case, F, Q, Value, When

REACHED_BY = (
    ("full_output_on", "full_output"),
    ("produced_on", "production"),
    ("started_on", "construction"),
    ("signed_on", "signed"),
)


def terminate(apps, schema_editor):
    reached = [When(Q(**{f"{column}__isnull": False}), then=Value(stage)) for column, stage in REACHED_BY]
    projects = apps.get_model("registry", "Project").objects.filter(stage="stopped")
    projects.update(status="terminated", stage=Case(*reached, default=Value("lead")))


class Migration(migrations.Migration):

    dependencies = [("registry", "0006_life_of_a_project")]
    operations = [migrations.RunPython(terminate, migrations.RunPython.noop)]
