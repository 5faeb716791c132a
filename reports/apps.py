from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Wing 3: what happened."""

    name = "reports"
    verbose_name = "Laporan"
    default_auto_field = "django.db.models.BigAutoField"
