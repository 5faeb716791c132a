"""A browser in words people know, from what it says of itself."""

from django.utils.translation import gettext as _

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""In this order: most of them also claim to be a later one."""

SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def say_device(user_agent: str) -> str:
    """``Chrome di Android``; programs and strangers are an unknown browser."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), _("Peramban tidak dikenal"))
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return _("%(browser)s di %(system)s") % {"browser": browser, "system": system} if system else browser
