from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verification", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="check", name="check_once_per_visit"),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.UniqueConstraint(
                fields=("step_run", "criterion", "side"), name="check_once_per_visit_and_side"
            ),
        ),
    ]
