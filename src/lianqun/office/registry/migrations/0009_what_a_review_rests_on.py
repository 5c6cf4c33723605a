"""A review remembers the documents that its signers saw and the rules it began under; how many must sign is a number."""

from django.db import migrations, models


def say_numbers(apps, schema_editor):
    apps.get_model("registry", "StageRule").objects.filter(needs="two").update(needs="2")


class Migration(migrations.Migration):

    dependencies = [("registry", "0008_listed_projects")]
    operations = [
        migrations.AddField("stagereview", "documents", models.TextField(blank=True, default="")),
        migrations.AddField("stagereview", "rules", models.TextField(blank=True, default="")),
        migrations.RunPython(say_numbers, migrations.RunPython.noop),
    ]
