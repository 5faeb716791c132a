from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0005_delivery_digest")]

    operations = [
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "pengingat yang sudah ditulis",
                "verbose_name_plural": "pengingat yang sudah ditulis",
            },
        ),
    ]
