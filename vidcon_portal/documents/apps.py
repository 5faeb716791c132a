from django.apps import AppConfig
from django.core.checks import register


class DocumentsConfig(AppConfig):
    """Official papers."""

    name = "vidcon_portal.documents"
    verbose_name = "Naskah dinas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .antivirus import check_scanner

        register(check_scanner, "security", deploy=True)
