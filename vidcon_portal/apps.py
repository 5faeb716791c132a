from django.contrib.admin import apps


class OfficeAdminConfig(apps.AdminConfig):
    """Django's admin, open to the admins of offices as well."""

    default_site = "vidcon_portal.accounts.office_owned.OfficeAdminSite"
