"""The sentences with which scheduling refuses, and the alternatives that go with them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from bookings.choices import BLOCKS, Secrecy
from bookings.errors import Clash
from bookings.models import Allocation, Booking
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.durations import format_zoned_clock

from .availability import Wish, find_alternatives, label_of
from .needs import Need
from .spans import Span


def clash(
    wish: Wish,
    missing: Iterable[Need],
    short: Mapping[tuple[int, int], int],
    *,
    at: datetime,
    crowded: Collection[int] = (),
) -> Clash:
    """The refusal for needs that are taken, or for an office that serves enough already, with what is free instead."""
    labels = list(dict.fromkeys(need.label for need in missing))
    spans = dict(zip(wish.session_ids, wish.spans, strict=True))
    touched = sorted({spans[session] for session, _need in short if session in spans}) or sorted(wish.spans)
    when = label_of(touched[0], wish.office)
    if len(touched) > 1:
        when = _("%(when)s dan %(count)d sesi lain") % {"when": when, "count": len(touched) - 1}
    alternatives = find_alternatives(wish, at=at)
    advice = (
        _("Pilih salah satu jadwal yang masih kosong.")
        if alternatives
        else _("Dalam 14 hari tidak ada jadwal yang kosong. Kurangi kebutuhan atau tentukan tanggal lain.")
    )
    if crowded and wish.procedure is not None:
        return Clash(f"{crowded_sentence(wish.procedure.max_concurrent_events or 0, when)} {advice}", alternatives)
    return Clash(
        _("%(needs)s tidak tersedia pada %(when)s. %(advice)s")
        % {"needs": join_words(labels), "when": when, "advice": advice},
        alternatives,
    )


def crowded_sentence(limit: int, when: str) -> str:
    return _("Kantor sudah melayani %(limit)d kegiatan pada %(when)s, batas kegiatan serentak menurut SOP.") % {
        "limit": limit,
        "when": when,
    }


def occupant(allocation: Allocation, *, names: bool = True) -> str:
    """Who stands there, as far as it may be told: a secret event is only "kegiatan lain"."""
    if allocation.purpose in BLOCKS:
        return str(allocation.get_purpose_display())
    booking: Booking | None = allocation.booking
    if booking is None or not names or booking.secrecy != Secrecy.ORDINARY:
        return _("kegiatan lain")
    return f"{booking.ticket} {booking.title}" if booking.ticket else booking.title


def followers_sentence(found: Iterable[Allocation], office: Office) -> str:
    """Names what follows, once per occupant: "Zoom 01 dipakai KALBAR-… Rapat mulai 11.00"."""
    lines: dict[str, None] = {}
    for allocation in found:
        line = _("%(resource)s dipakai %(occupant)s mulai pukul %(start)s") % {
            "resource": allocation.resource.name,
            "occupant": occupant(allocation),
            "start": format_zoned_clock(allocation.during.lower, office.tz),
        }
        lines[line] = None
    return join_words(list(lines))


def join_words(words: list[str]) -> str:
    """ "a, b dan c"."""
    if len(words) < 2:
        return words[0] if words else _("Kebutuhan")
    return _("%(first)s dan %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def as_wish_times(times: Mapping[int, tuple[datetime, datetime]]) -> dict[int, Span]:
    return {session_id: Span(start, end) for session_id, (start, end) in times.items()}
