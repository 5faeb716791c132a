"""Whose turn it is: the block that every request page shows above the fold."""

from datetime import datetime

from django.utils.translation import gettext as _

from bookings.choices import Status
from bookings.models import Booking, StepRun
from bookings.officials import Official
from bookings.workflow.kinds import kind_of
from bookings.workflow.legality import Situation
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import AppointmentKind
from vidcon_portal.ui.parts import Action, TimeLeft, Turn
from vidcon_portal.ui.wording import say_clock, say_date

from .words import deed_of, task_of

WORK = "#kerjakan"


def turn_of(
    here: Situation,
    actor: Actor,
    *,
    mine: bool,
    inside: bool,
    position: int,
    total: int,
    clock: TimeLeft | None,
    service: TimeLeft | None = None,
    label: str = "",
    paper: tuple[str, Action] | None = None,
) -> Turn:
    """Dark with one button when it is the reader's, else who is waited for, by title and (inside) by name.

    ``paper``: what waits for the reader beside the case, whoever's turn the step is.
    """
    booking, run = here.booking, here.run
    if run is None:
        return _closed(booking)
    hour = kind_of(run.kind).hour(booking)
    where = _("langkah %(number)d dari %(total)d") % {"number": position, "total": total} if position else ""
    if mine:
        line = ", ".join(filter(None, [_("Giliran Anda"), where]))
        return Turn(
            line,
            task_of(run.kind, booking.agency.name, here.node.options.get("partner", "") if here.node else ""),
            " ".join(filter(None, [hour, _my_note(booking, run)])),
            yours=True,
            clock=clock,
            service=service,
            action=Action(label or deed_of(run.kind), WORK),
        )
    officials = here.officials
    line = ", ".join(filter(None, [where.capitalize(), _("giliran %(who)s") % {"who": _who(officials, inside=inside)}]))
    title = here.node.title if here.node is not None else task_of(run.kind, booking.agency.name)
    sentences = _sentences(officials, inside=inside)
    if paper is not None:
        sentences[0] = _("%(paper)s menunggu Anda.") % {"paper": paper[0]}
    text = " ".join(filter(None, [hour, *sentences]))
    action = paper[1] if paper is not None else None
    return Turn(line, title, text, clock=clock, action=action, service=service, of_sop=here.node is not None)


def _who(officials: list[Official], *, inside: bool) -> str:
    if not officials:
        return _("pihak lain")
    named = []
    for official in officials:
        people = ", ".join(dict.fromkeys(user.name for user in official.people)) if inside else ""
        named.append(f"{official.title} ({people})" if people else official.title)
    return "; ".join(dict.fromkeys(named))


def _sentences(officials: list[Official], *, inside: bool) -> list[str]:
    """What the reader need not do, which positions were passed, and who acts for whom."""
    found = [_("Anda tidak perlu melakukan apa pun.")]
    if not inside:
        return found
    for official in officials:
        if not official.people:
            found.append(_("Belum ada pejabat yang dapat mengerjakannya. Hubungi admin kantor."))
        elif official.escalated_from:
            passed = ", ".join(position.title for position in official.escalated_from)
            found.append(_("Jabatan %(title)s kosong, dinaikkan ke atasan.") % {"title": passed})
        found += [
            _("%(prefix)s %(name)s sedang menjabat.")
            % {"prefix": AppointmentKind(appointment.kind).prefix, "name": appointment.user.name}
            for appointment in official.appointments
            if appointment.kind != AppointmentKind.DEFINITIVE
        ]
    return list(dict.fromkeys(found))


def _my_note(booking: Booking, run: StepRun) -> str:
    if run.is_side_step and run.deadline_at is not None:
        local = run.deadline_at.astimezone(booking.office.tz)
        return _("Jawab sebelum %(day)s pukul %(clock)s.") % {"day": say_date(local), "clock": say_clock(local)}
    return booking.title


def _closed(booking: Booking) -> Turn:
    status = Status(booking.status)
    closed = _when(booking.closed_at, booking)
    return Turn(closed, str(status.label), booking.decision_note)


def _when(moment: datetime | None, booking: Booking) -> str:
    if moment is None:
        return _("Permohonan ini sudah ditutup")
    local = moment.astimezone(booking.office.tz)
    return _("Ditutup %(day)s pukul %(clock)s") % {"day": say_date(local), "clock": say_clock(local)}
