"""What every template may ask."""

from django.http import HttpRequest

from vidcon_portal.ui.themes import THEME_COOKIE, Theme


def theme(request: HttpRequest) -> dict[str, str]:
    """``theme``: ``light`` or ``dark`` when this browser chose one, else empty (follow the device)."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return {"theme": chosen if chosen in (Theme.LIGHT, Theme.DARK) else ""}
