"""The two choices that a browser remembers: language and theme."""

from django.conf import settings
from django.http import HttpResponse

from vidcon_portal.ui.themes import THEME_COOKIE, Theme

YEAR = 365 * 24 * 60 * 60


def remember_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language or settings.LANGUAGE_CODE,
        max_age=YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def remember_theme(response: HttpResponse, theme: str) -> None:
    """``theme`` as stored with the user: empty follows the device."""
    response.set_cookie(
        THEME_COOKIE, theme or Theme.DEVICE, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
