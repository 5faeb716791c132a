"""Which address leads where: the one table that looks up into the wings."""

from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.urls import include, path

from .health import health

# Second factors and SSO hold secrets in clear; everybody keeps his own, and his sessions, under Akun.
KEPT_BY_EACH = (Authenticator, SocialApp, SocialToken, UserSession)
admin.site.unregister([model for model in KEPT_BY_EACH if admin.site.is_registered(model)])

# One door for everybody: with rate limits, and with the second factor of who has one.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("sehat/", health, name="health"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("vidcon_portal.api")),
    path("", include("vidcon_portal.signups.urls")),
    path("", include("vidcon_portal.accounts.urls")),
    path("", include("vidcon_portal.documents.urls")),
    path("", include("vidcon_portal.notifications.urls")),
    path("", include("vidcon_portal.ui.urls")),
    path("", include("verification.urls")),
    path("", include("bookings.urls")),
    path("", include("reports.urls")),
    path("", include("bookings.scheduling.urls")),
    path("", include("vidcon_portal.procedures.urls")),  # last: an office's code may be any word
]
