from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """What an SOP says."""

    name = "vidcon_portal.procedures"
    verbose_name = "SOP"
    default_auto_field = "django.db.models.BigAutoField"
