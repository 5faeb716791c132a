"""The move with which a confirmed leader's event takes what lower ones hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Hold, Purpose, Repercussion, Secrecy, Status
from bookings.errors import Changed, DomainError
from bookings.forms.sessions import SessionTime
from bookings.models import Booking
from bookings.permissions import has_role, is_own_agency, is_same_person
from bookings.scheduling.answers import join_words
from bookings.scheduling.availability import label_of
from bookings.scheduling.ledger import span_of
from bookings.scheduling.services import Displaced, Displacement, Fate, displace, may_give_way
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.procedures.durations import format_date, format_time
from vidcon_portal.procedures.queries import calendar_for
from vidcon_portal.ui.widgets import ChipCheckboxSelectMultiple

from ..forms import ActionForm, ReasonForm
from ..graph import graph_of
from ..outcome import Aside, Consequence, Deed, Jump, Outcome, Stay, Then
from .base import Move, no_leader, not_live

if TYPE_CHECKING:
    from ..legality import Situation

CALLED = {
    Fate.OFFERED: Repercussion.DISPLACED,
    Fate.WAITING: Repercussion.DISPLACED,
    Fate.KEPT: Repercussion.UNITS_CHANGED,
    Fate.TRIAL: Repercussion.TRIAL_LOST,
}

ANSWERS = {
    Fate.OFFERED: gettext_lazy("Instansinya ditawari jadwal lain, yang ditahan sampai %(until)s:"),
    Fate.WAITING: gettext_lazy("Tidak ada yang dapat ditawarkan sekarang: permohonannya masuk daftar tunggu."),
    Fate.KEPT: gettext_lazy("Waktunya tetap; diganti dengan yang sejenis: %(gained)s."),
    Fate.TRIAL: gettext_lazy("Hanya waktu uji cobanya yang dilepas; kegiatannya tetap."),
}

UNCHECKED = gettext_lazy(
    "Permohonannya belum sampai pada pemeriksaan jadwal: masuk daftar tunggu, dan pemeriksaan itu menawarkan jadwal lain."
)


class PresentInput(forms.HiddenInput):
    """Carries what is shown now, whatever the form came with: who looks again confirms what he sees."""

    shown = ""

    def format_value(self, value: Any) -> str:
        return self.shown


class DisplaceForm(ReasonForm):
    """``seen`` is the preview that was confirmed; ``displaced`` narrows who may be displaced, empty leaves it open."""

    displaced = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Geser hanya yang ini"),
        coerce=int,
        required=False,
        widget=ChipCheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Kosongkan untuk pilihan di atas. Bila Anda memilih lain, pratinjau baru ditunjukkan dahulu."
        ),
        error_messages={
            "invalid_choice": gettext_lazy("Kegiatan ini tidak (lagi) dapat digeser. Pilih dari daftar yang baru."),
        },
    )
    seen = forms.CharField(
        label=gettext_lazy("Pratinjau yang disetujui"),
        required=False,
        max_length=64,
        widget=PresentInput,
        help_text=gettext_lazy("Nilai seen dari GET /bookings/{ticket}/displacement."),
    )
    field_order = ("displaced", "reason", "seen")

    def build(self) -> None:
        found = may_give_way(self.booking, at=self.at)
        known = visible_ids(found, self.by)
        self.fields["displaced"].choices = [  # type: ignore[attr-defined]
            (str(each.pk), name_of(each, known=each.pk in known)) for each in found
        ]
        if len(found) < 2:
            del self.fields["displaced"]

    def trail(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}

    @property
    def wanted(self) -> tuple[int, ...]:
        """Whom the actor chose himself, as far as that can be read."""
        return tuple(getattr(self, "cleaned_data", {}).get("displaced") or ())


class Displace(Move):
    """Office or division head, at the confirming step of a confirmed leader's case; never who confirmed the leader."""

    name = "displace"
    label = gettext_lazy("Geser kegiatan lain untuk pimpinan")
    form = DisplaceForm
    template = "bookings/panels/displacement.html"
    on_its_own_page = True

    def legal(self, here: Situation) -> str | None:
        booking = here.booking
        if (sentence := not_live(here)) is not None:
            return sentence
        if (sentence := no_leader(here)) is not None:
            return sentence
        if not booking.leader_confirmed:
            return _("Kehadiran pimpinan belum dikonfirmasi protokol, sekretaris, atau kepala dinas.")
        if here.node is None or not here.node.confirms:
            return _("Kegiatan lain digeser pada langkah yang memastikan jadwal, bukan pada langkah ini.")
        if booking.hold not in (Hold.PARTIAL, Hold.WAITING):
            return _("Semua kebutuhannya sudah ditahan. Tidak ada yang perlu digeser.")
        return None

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        booking = here.booking
        if not has_role(actor, booking, Role.OFFICE_HEAD, Role.DIVISION_HEAD):
            return _("Kegiatan lain digeser oleh kepala dinas atau kepala bidang.")
        confirmer = booking.leader_confirmed_by
        if confirmer is not None and is_same_person(actor, confirmer):
            return _("Anda yang mengonfirmasi kehadiran pimpinan. Penggeseran harus diputuskan pejabat lain.")
        if is_own_agency(actor, booking, here.at):
            return _("Anda bagian dari instansi pemohon. Keputusan ini harus diambil pejabat lain.")
        return None

    def also_locks(self, here: Situation) -> Sequence[Booking]:
        return may_give_way(here.booking, at=here.at)

    def perform(self, deed: Deed) -> Outcome:
        assert isinstance(deed.form, DisplaceForm)
        found = _displace(deed.booking, deed.others, at=deed.at, wanted=deed.form.wanted)
        if deed.data["seen"] != found.digest:
            raise Changed(
                _("Yang akan digeser berubah sejak ditampilkan. Periksa pratinjau yang baru, lalu putuskan lagi.")
                if deed.data["seen"]
                else _("Periksa dahulu siapa yang akan digeser, lalu putuskan.")
            )
        reason = deed.data["reason"]
        return Outcome(
            Stay(),
            trail={**deed.form.trail(), "displaced": [_entry(each) for each in found.victims]},
            consequences=tuple(_consequence(each, deed, reason) for each in found.victims),
        )

    def panel(self, here: Situation, actor: Actor, form: ActionForm) -> dict[str, Any]:
        assert isinstance(form, DisplaceForm)
        try:
            found = preview_displacement(here.booking, at=here.at, wanted=form.wanted)
        except DomainError as error:
            return {"refusal": error.sentence, "victims": ()}
        widget = form.fields["seen"].widget
        assert isinstance(widget, PresentInput)
        widget.shown = found.digest
        known = visible_ids([each.booking for each in found.victims], actor)
        return {"victims": [line_of(each, known=each.booking.pk in known, at=here.at) for each in found.victims]}


def preview_displacement(booking: Booking, *, at: datetime, wanted: Sequence[int] = ()) -> Displacement:
    """Whom the move would displace and what each would be offered: the deed itself, taken back.

    Raises what the deed would raise.
    """
    from ..acceptance import lock_cases

    others = may_give_way(booking, at=at)
    with transaction.atomic():
        locked, them = lock_cases(booking, also=others)
        found = _displace(locked, them, at=at, wanted=wanted)
        transaction.set_rollback(True)
    return found


def visible_ids(bookings: Sequence[Booking], actor: Actor) -> set[int]:
    """Those that the actor may see; the others are told to him without a name."""
    visible = Booking.objects.visible_to(actor).filter(pk__in=[each.pk for each in bookings])
    return set(visible.values_list("pk", flat=True))


def name_of(booking: Booking, *, known: bool) -> str:
    return f"{booking.ticket} {booking.title}" if known else _("Kegiatan tertutup")


@dataclass(frozen=True, slots=True)
class VictimLine:
    """One case that gives way, in words; a case that the reader may not see has no name."""

    title: str
    agency: str
    url: str
    when: str
    units: str
    answer: str
    options: tuple[str, ...]


def line_of(victim: Displaced, *, known: bool, at: datetime) -> VictimLine:
    booking = victim.booking
    spans = sorted(
        {span_of(row) for row in victim.freed if row.purpose != Purpose.SETUP} or {span_of(row) for row in victim.freed}
    )
    answer = ANSWERS[victim.fate]
    if victim.fate == Fate.WAITING and not _can_answer(booking):
        answer = UNCHECKED
    return VictimLine(
        title=name_of(booking, known=known),
        agency=booking.agency.name if known else "",
        url=booking.get_absolute_url() if known else "",
        when="; ".join(label_of(span, booking.office) for span in spans),
        units=join_words(list(dict.fromkeys(row.resource.name for row in victim.freed))),
        answer=str(answer)
        % {
            "gained": join_words(list(dict.fromkeys(row.resource.name for row in victim.gained))),
            "until": _moment_words(_deadline(victim, at=at), booking) if victim.options else "",
        },
        options=tuple(option.label for option in victim.options),
    )


def _moment_words(at: datetime, booking: Booking) -> str:
    tz = booking.office.tz
    return f"{format_date(at.astimezone(tz).date())} {format_time(at, tz)}"


def _displace(leader: Booking, others: Sequence[Booking], *, at: datetime, wanted: Sequence[int]) -> Displacement:
    """Those in ``others`` that still may give way under the lock, narrowed to what the officer chose."""
    locked = {each.pk: each for each in others}
    now = [locked[each.pk] for each in may_give_way(leader, at=at) if each.pk in locked]
    if wanted:
        now = [each for each in now if each.pk in wanted]
    return displace(leader, now, at=at, can_answer=_can_answer)


def _can_answer(booking: Booking) -> bool:
    """No side step opens on another but an offer's on an offer; a case that was never checked only waits."""
    if booking.status in (Status.OFFERED, Status.COMPLETED):
        return True
    return booking.status == Status.OPEN and _was_checked(booking)


def _was_checked(booking: Booking) -> bool:
    assert booking.procedure_id is not None
    recheck = graph_of(booking.procedure_id).recheck
    return booking.step_runs.filter(step_id=recheck.pk).exists()


def _consequence(victim: Displaced, deed: Deed, reason: str) -> Consequence:
    units = dict.fromkeys(row.resource.name for row in victim.freed)
    people = dict.fromkeys(row.resource.user for row in victim.lost if row.resource.user is not None)
    return Consequence(
        victim.booking,
        CALLED[victim.fate],
        Outcome(
            _then(victim, at=deed.at),
            trail={
                "reason": reason,
                "fate": victim.fate.value,
                "units": list(units),
                "gained": list(dict.fromkeys(row.resource.name for row in victim.gained)),
                "options": [option.label for option in victim.options],
                "leader": deed.booking.ticket if deed.booking.secrecy == Secrecy.ORDINARY else "",
            },
            tell=tuple(people),
        ),
    )


def _then(victim: Displaced, *, at: datetime) -> Then:
    if victim.fate == Fate.OFFERED:
        return Aside(
            Kind.CHOOSE_ALTERNATIVE,
            deadline_at=_deadline(victim, at=at),
            resume_to_recheck=True,
            options=tuple(
                tuple(
                    (session, SessionTime(span.start, span.end))
                    for session, span in zip(option.session_ids, option.sessions, strict=True)
                )
                for option in victim.options
            ),
        )
    if victim.fate == Fate.WAITING and _can_answer(victim.booking):
        procedure = victim.booking.procedure_id
        assert procedure is not None
        return Jump(graph_of(procedure).recheck)  # its office finds a time, or says that there is none
    return Stay()


def _deadline(victim: Displaced, *, at: datetime) -> datetime:
    """At most one working day, and before the first offered time; its old time is gone already."""
    first = min(span.start for option in victim.options for span in option.sessions if span.start > at)
    return min(calendar_for(victim.booking.office).add_working_days(at, 1), first)


def _entry(victim: Displaced) -> dict[str, str]:
    """For the leader's trail, which every officer of the office reads."""
    known = victim.booking.secrecy == Secrecy.ORDINARY
    return {
        "id": str(victim.booking.pk),
        "label": name_of(victim.booking, known=known),
        "fate": victim.fate.value,
    }
