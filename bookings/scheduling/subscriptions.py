"""The calendar links that a reader may copy."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.choices import CalendarKind, ResourceKind
from bookings.models import CalendarSecret, Resource
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office

from .permissions import may_keep_links, may_read_links


@dataclass(frozen=True, slots=True)
class Link:
    """One address, made or still to be made; ``may_keep`` shows the buttons that make, renew and close it."""

    kind: CalendarKind
    title: str
    text: str
    may_keep: bool
    url: str = ""
    resource: Resource | None = None

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.resource.pk}" if self.resource else str(self.kind)

    @property
    def subscribe_url(self) -> str:
        """Opens the calendar program of the device; a screen has none."""
        if not self.url or self.kind == CalendarKind.DISPLAY:
            return ""
        return "webcal:" + self.url.partition(":")[2]


def links_for(actor: Actor, office: Office, *, absolute: Callable[[str], str]) -> list[Link]:
    """The reader's own feed, and those of the office and its rooms if he reads its cases; at most two queries."""
    reads, keeps = may_read_links(actor, office), may_keep_links(actor, office)
    wanted = Q(kind=CalendarKind.USER, user=actor.user)
    if reads:
        wanted |= Q(office=office) & ~Q(kind=CalendarKind.USER)
    made = {
        (secret.kind, secret.resource_id): absolute(address_of(secret))
        for secret in CalendarSecret.objects.filter(wanted, office=office, revoked_at__isnull=True)
    }
    own = _("Tugas Anda, dan kegiatan yang Anda mohonkan. Kegiatan rahasia hanya tertulis Terpakai.")
    found = [Link(CalendarKind.USER, _("Kalender saya"), own, True, made.get((CalendarKind.USER, None), ""))]  # noqa: FBT003 - a field of its own
    if not reads:
        return found
    text = _("Semua kegiatan dan uji coba %(office)s.") % {"office": office.short_name}
    found.append(
        Link(CalendarKind.OFFICE, _("Kalender kantor"), text, keeps, made.get((CalendarKind.OFFICE, None), ""))
    )
    rooms = Resource.objects.filter(office=office, kind=ResourceKind.ROOM, is_active=True).order_by("name", "pk")
    found += _room_links(rooms, keeps, made)
    return found


def address_of(secret: CalendarSecret) -> str:
    if secret.kind == CalendarKind.DISPLAY:
        return reverse("scheduling:display", args=[secret.token])
    return reverse("scheduling:feed", args=[secret.token])


def _room_links(rooms: Iterable[Resource], may_keep: bool, made: dict[tuple[str, int | None], str]) -> Iterable[Link]:
    for room in rooms:
        for kind, text in (
            (CalendarKind.ROOM, _("Pemakaian ruang, untuk aplikasi kalender.")),
            (CalendarKind.DISPLAY, _("Halaman untuk layar di pintu ruang; memperbarui diri tiap menit.")),
        ):
            title = f"{room.name}, {str(kind.label).lower()}"
            yield Link(kind, title, text, may_keep, made.get((kind, room.pk), ""), room)
