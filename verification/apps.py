from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """Wing 2: can we, and are we ready."""

    name = "verification"
    verbose_name = "Verifikasi dan persiapan"
    default_auto_field = "django.db.models.BigAutoField"
