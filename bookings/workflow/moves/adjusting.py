"""The move that swaps a sick operator or like-for-like kit, without opening verification again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Hold, Status
from bookings.models import Allocation, Resource
from bookings.permissions import has_role
from bookings.scheduling.availability import label_of
from bookings.scheduling.replacing import Replaceable, has_coming_work, replaceable_units
from bookings.scheduling.services import adjust_allocation
from bookings.scheduling.spans import Span
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role

from ..forms import ReasonForm
from ..outcome import Deed, Outcome, Stay
from .base import Move, is_closed, not_live

if TYPE_CHECKING:
    from bookings.models import Session

    from ..legality import Situation

PREFIX = "unit_"


class AdjustForm(ReasonForm):
    """Per unit and session ``unit_<allocation>``: who or what takes over; empty leaves it as it is."""

    def build(self) -> None:
        self.works = {f"{PREFIX}{each.allocation.pk}": each for each in replaceable_units(self.booking, at=self.at)}
        several = self.booking.sessions.count() > 1
        for name, work in self.works.items():
            self.fields[name] = forms.ModelChoiceField(
                label=_label(work, several=several, booking=self.booking),
                queryset=Resource.objects.filter(pk__in=[unit.pk for unit in work.substitutes]).order_by("name"),
                required=False,
                empty_label=_("Tetap %(name)s") % {"name": work.allocation.resource.name},
                disabled=not work.substitutes,
                help_text="" if work.substitutes else _("Tidak ada pengganti sejenis yang kosong."),
                error_messages={
                    "invalid_choice": _("Pengganti ini tidak sejenis atau baru saja terpakai. Pilih yang lain."),
                },
            )
        self.order_fields([*self.works, "reason"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.swaps:
            raise forms.ValidationError(
                _("Pilih paling sedikit satu pengganti.")
                if any(work.substitutes for work in self.works.values())
                else _("Tidak ada pengganti sejenis yang kosong. Tawarkan jadwal lain, atau jadwalkan ulang.")
            )
        return cleaned

    @property
    def swaps(self) -> list[tuple[Allocation, Resource]]:
        return [
            (work.allocation, self.cleaned_data[name])
            for name, work in self.works.items()
            if self.cleaned_data.get(name)
        ]


class Adjust(Move):
    """Coordinator or technical team, from the confirmation until the end; no step moves, the state of the units stays."""

    name = "adjust"
    label = gettext_lazy("Ganti petugas atau perangkat")
    form = AdjustForm
    on_its_own_page = True

    def legal(self, here: Situation) -> str | None:
        booking = here.booking
        if booking.status == Status.DRAFT or (is_closed(here) and booking.status != Status.COMPLETED):
            return not_live(here)
        if not _is_coming(here):
            return _("Kegiatannya sudah selesai.")
        if booking.hold != Hold.CONFIRMED:
            return _("Jadwalnya belum dipastikan. Petugas dan perangkat ditetapkan pada langkah yang memastikannya.")
        if not here.once("coming_work", lambda: has_coming_work(booking, at=here.at)):
            return _("Permohonan ini tidak memakai petugas atau perangkat yang dapat diganti.")
        return None

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        if has_role(actor, here.booking, Role.COORDINATOR, Role.TECHNICAL_TEAM):
            return None
        if here.graph is not None and has_role(actor, here.booking, here.graph.recheck.roles[0]):
            return None
        return _("Petugas dan perangkat diganti oleh subkoordinator atau tim teknis.")

    def perform(self, deed: Deed) -> Outcome:
        assert isinstance(deed.form, AdjustForm)
        swaps, people = [], []
        for allocation, resource in deed.form.swaps:
            adjust_allocation(allocation, resource, at=deed.at)
            session: Session | None = allocation.session
            swaps.append(
                {
                    "session": session_words(session) if session is not None else "",
                    "before": allocation.resource.name,
                    "after": resource.name,
                }
            )
            people += [unit.user for unit in (allocation.resource, resource) if unit.user is not None]
        return Outcome(Stay(), trail={"reason": deed.data["reason"], "swaps": swaps}, tell=tuple(dict.fromkeys(people)))


def session_words(session: Session) -> str:
    return label_of(Span(session.starts_at, session.ends_at), session.booking.office)


def _is_coming(here: Situation) -> bool:
    return any(each.is_pending and each.ends_at > here.at for each in here.sessions)


def _label(work: Replaceable, *, several: bool, booking: Any) -> str:
    resource, session = work.allocation.resource, work.allocation.session
    name = f"{resource.get_kind_display()} {resource.name}"
    if session is None or not several:
        return name
    when = label_of(Span(session.starts_at, session.ends_at), booking.office)
    return _("%(name)s, sesi %(number)d, %(when)s") % {"name": name, "number": session.number, "when": when}
