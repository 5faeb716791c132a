from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Official papers."""

    name = "vidcon_portal.documents"
    verbose_name = "Naskah dinas"
    default_auto_field = "django.db.models.BigAutoField"
