"""What stands around every page: the menu, and whose office and hat it is."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.permissions import kept_office
from vidcon_portal.notifications.permissions import may_see_outbox
from vidcon_portal.ui.parts import Frame, NavItem

INSIDE = (
    ("bookings:inbox", gettext_lazy("Kotak tugas")),
    ("bookings:list", gettext_lazy("Permohonan")),
    ("scheduling:day", gettext_lazy("Jadwal")),
    ("reports:list", gettext_lazy("Laporan")),
)
"""For who has signed in, in this order; a page that does not exist is left out."""

BELONGS = {"reports:list": "reports:register"}
"""What stands under an address of its own and still belongs to an entry of the menu."""

OUTSIDE = (("bookings:track", gettext_lazy("Lacak permohonan")),)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """``nav`` and ``frame``, worked out only when a template prints them: two queries, none for a visitor."""
    return {
        "nav": SimpleLazyObject(lambda: _menu(request)),
        "frame": SimpleLazyObject(lambda: _frame(request)),
    }


def inbox_count(request: HttpRequest, actor: Actor, at: datetime) -> int:
    """How many tasks wait for the hat; counted once per request. ``settings.INBOX_COUNT`` names who counts."""
    known: int | None = getattr(request, "inbox_count", None)
    if known is None:
        known = int(import_string(settings.INBOX_COUNT)(actor, at=at))
        request.inbox_count = known  # type: ignore[attr-defined]
    return known


def _actor(request: HttpRequest) -> Actor | None:
    actor: Actor | None = getattr(request, "actor", None)
    return actor if actor is not None and actor.user is not None else None


def _menu(request: HttpRequest) -> list[NavItem]:
    actor = _actor(request)
    if actor is None:
        items = [NavItem(url, str(label)) for name, label in OUTSIDE if (url := page(name))]
        return [*_marked(items, request), NavItem(settings.LOGIN_URL, _("Masuk"), end=True)]
    count = inbox_count(request, actor, timezone.now())
    inside = actor.position is not None and actor.position.office_id is not None
    items = [
        NavItem(url, str(label), count=count if name == "bookings:inbox" else 0)
        for name, label in INSIDE
        if (inside or name != "reports:list") and (url := page(name))
    ]
    ends = [("accounts:account", _("Akun saya")), ("account_logout", _("Keluar"))]
    items += [NavItem(url, label, end=name == ends[0][0]) for name, label in ends if (url := page(name))]
    return _marked(items, request)


def _marked(items: list[NavItem], request: HttpRequest) -> list[NavItem]:
    here = request.path
    guests = {page(host): page(guest) for host, guest in BELONGS.items()}
    return [replace(item, current=here.startswith((item.url, guests.get(item.url) or item.url))) for item in items]


def _frame(request: HttpRequest) -> Frame:
    actor = _actor(request)
    if actor is None:
        return Frame(footer_links=_links(("documents:verify", _("Periksa keaslian naskah"))))
    office = actor.office
    agency = actor.position.agency if actor.position is not None else None
    place = actor.title or (actor.user.username if actor.user else "")
    return Frame(
        office_name=office.short_name if office else "",
        office_line=office.name if office else "",
        home_url=page("bookings:inbox") or "/",
        person=" · ".join(filter(None, [actor.name, f"{place}, {agency.name}" if agency else place])),
        hat=actor.title,
        hats_url=page("bookings:hats") if len(getattr(request, "hats", ())) > 1 else "",
        inbox_url=page("bookings:inbox"),
        inbox_count=inbox_count(request, actor, timezone.now()),
        footer_links=_links(
            ("notifications:list", _("Pemberitahuan")),
            *([("notifications:outbox", _("Kotak keluar"))] if may_see_outbox(actor, demo=settings.DEMO) else []),
            *([("admin:index", _("Data kantor"))] if kept_office(actor) is not None else []),
            *([("verification:platforms", _("Penyedia rapat"))] if kept_office(actor) is not None else []),
            ("bookings:track", _("Lacak permohonan")),
            ("documents:verify", _("Periksa keaslian naskah")),
            ("reports:own_data", _("Data saya")),
        ),
    )


def _links(*wanted: tuple[str, str]) -> tuple[NavItem, ...]:
    return tuple(NavItem(url, label) for name, label in wanted if (url := page(name)))


@cache
def page(name: str) -> str:
    """The address of a named page; empty where this installation has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
