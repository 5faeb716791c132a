"""The ways to look at a calendar, as links."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.ui.parts import NavItem

from ..permissions import sees_people


def calendar_tabs(current: str, actor: Actor, day: date) -> list[NavItem]:
    """Day, week, month, own duties, leave and maintenance, who waits and subscriptions, all around the same day."""
    wanted = [
        ("day", _("Hari"), f"?tanggal={day.isoformat()}"),
        ("week", _("Pekan"), f"?tanggal={day.isoformat()}"),
        ("month", _("Bulan"), f"?bulan={day:%Y-%m}"),
    ]
    if sees_people(actor):
        wanted.append(("duties", _("Tugas saya"), ""))
        wanted.append(("leave", _("Cuti, perawatan"), ""))
        wanted.append(("waiting", _("Daftar tunggu"), ""))
    wanted.append(("links", _("Langganan"), ""))
    return [
        NavItem(reverse(f"scheduling:{name}") + query, label, current=name == current) for name, label, query in wanted
    ]
