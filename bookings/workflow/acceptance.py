"""What may be done from here: what somebody asks of the door, locked, read again, and held against rules and form.

Writes nothing but what a signature needs before it is given: a counted PIN, a reserved number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.choices import CLOSED
from bookings.errors import AlreadyHandled, Incomplete
from bookings.models import Booking, Event
from bookings.services.files import may_claim
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.pins import PinRefused, check_pin
from vidcon_portal.documents.models import Document, StoredFile
from vidcon_portal.documents.services.signing import begin_signing
from vidcon_portal.kept import Given, is_one_of, kept
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.ui.forms import say_what_to_do

from .forms import ActionForm, stored_file
from .kinds import kind_of
from .legality import Situation, record_refusal, refusal_of, situation_of
from .moves import MOVES
from .outcome import OutsideSignature
from .signatures import RETURNED_FILE, ask_for_signature, how_signed


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks of the door; ``data`` may hold secrets, so it is never shown."""

    booking: Booking
    action: str
    by: Actor
    data: Any = field(repr=False)
    step_run: int | None
    at: datetime
    recorded_by: Actor | None
    evidence: StoredFile | None


def accept(
    wish: Wish, *, also: Sequence[Booking] = (), signature: OutsideSignature | None = None
) -> tuple[Situation, ActionForm, tuple[Booking, ...]]:
    """Lock, read again, ask the rules and the form: what may be done from here. Needs a transaction."""
    locked, others = lock_cases(wish.booking, also=also)
    here = situation_of(locked, wish.at)
    if signature is not None:
        here.known["being_signed"] = False  # by nobody but ourselves; the paper's own row decides
    if wish.step_run is not None and (here.run is None or here.run.pk != wish.step_run):
        raise _already_handled(locked, wish.step_run)
    _refuse_unless_allowed(here, wish)
    form = form_for(here, wish.action, by=wish.by, data=wish.data or {}, signed=wish.recorded_by is None)
    if not form.is_valid():
        raise Incomplete(_("Beberapa isian perlu diperbaiki."), _errors_of(form))
    return here, form, others


def form_for(
    here: Situation,
    action: str,
    *,
    by: Actor,
    data: Any = None,
    initial: Mapping[str, Any] | None = None,
    signed: bool = True,
) -> ActionForm:
    """The form of an action, bound when ``data`` is given; the page and the API use the same."""
    move = MOVES.get(action)
    if move is not None:
        form_class = move.form
    else:
        kind = kind_of(here.run.kind if here.run else Kind.SUBMIT)
        form_class = kind.forms[action]
    form = form_class(
        data, booking=here.booking, run=here.run, by=by, at=here.at, action=action, initial=dict(initial or {})
    )
    how = how_signed(here, action) if signed else None
    if how is not None:
        ask_for_signature(form, how)
    edge = here.node.arrows.get(action) if here.node is not None else None
    if edge is not None and edge.note_required:
        for name in ("reason", "note", "findings"):
            if name in form.fields:
                form.fields[name].required = True
                break
    say_what_to_do(form)
    return form


def lock_cases(booking: Booking, *, also: Sequence[Booking] = ()) -> tuple[Booking, tuple[Booking, ...]]:
    """Lock the case and what its action may change beside it, in the order of their ids; ``also`` keeps its order."""
    wanted = sorted({booking.pk, *(each.pk for each in also)})
    found = {each.pk: each for each in _locked_cases().all(cases=wanted)}
    for each in found.values():
        for owned in (each.agency, each.service):
            if owned.office_id == each.office_id:  # as everywhere: nobody need ask for the same office again
                owned.office = each.office
    return found[booking.pk], tuple(found[each.pk] for each in also if each.pk in found)


@kept
def _locked_cases() -> QuerySet[Booking]:
    cases = Booking.objects.select_for_update(of=("self",)).filter(is_one_of("pk", "cases"))
    return cases.select_related("office", "agency", "applicant", "service", "procedure").order_by("pk")


def read_again(booking: Booking) -> None:
    """Give the caller's object what the database holds now; what its keys still name stays read."""
    now = _as_it_stands().first(booking=booking.pk)
    assert now is not None, "a case that was just acted upon"
    for column in Booking._meta.concrete_fields:
        setattr(booking, column.attname, getattr(now, column.attname))
    booking._prefetched_objects_cache = {}  # type: ignore[attr-defined] # Django's own


@kept
def _as_it_stands() -> QuerySet[Booking]:
    return Booking.objects.filter(pk=Given("booking")).order_by()


def also_locked(seen: Situation, action: str, by: Actor) -> Sequence[Booking]:
    """Asked before the lock, of whoever may act; what has changed by then the move sees under the lock."""
    move = MOVES.get(action)
    return move.also_locks(seen) if move is not None and refusal_of(by, seen, action) is None else ()


def _refuse_unless_allowed(here: Situation, wish: Wish) -> None:
    if wish.recorded_by is not None:
        if (refusal := record_refusal(wish.recorded_by, here, wish.action, wish.at)) is not None:
            raise refusal.error(refusal.sentence)
        if wish.evidence is None:
            raise Incomplete(
                _("Lampirkan foto atau pindaian keputusannya."),
                {"evidence": [_("Lampirkan foto atau pindaian keputusannya.")]},
            )
        if wish.at > timezone.now():
            raise Incomplete(
                _("Waktu keputusan belum terjadi."), {"occurred_at": [_("Waktu keputusan belum terjadi.")]}
            )
    if (refusal := refusal_of(wish.by, here, wish.action)) is not None:
        raise refusal.error(refusal.sentence)


def begin_signing_paper(wish: Wish) -> Document:
    """The first of two transactions: everything is in order, the number is reserved, the paper waits for its signature."""
    here, _form, _others = accept(wish)
    assert here.run is not None
    draft = kind_of(here.run.kind).paper_to_sign(here.booking)
    return begin_signing(draft, by=wish.by, at=wish.at)


def asks_signature(here: Situation, wish: Wish) -> bool:
    return wish.recorded_by is None and wish.by.user is not None and how_signed(here, wish.action) is not None


def signs_outside(here: Situation, wish: Wish) -> bool:
    """Whether a certificate signs, between two transactions; who may not act hears why in the second."""
    how = how_signed(here, wish.action) if asks_signature(here, wish) else None
    return how is not None and how.choice.signs_at_once and refusal_of(wish.by, here, wish.action) is None


def brought_back(here: Situation, wish: Wish) -> tuple[Document, StoredFile] | None:
    """The paper and the signed file that came back for it, to be looked at before the transaction.

    None where the action takes no file, and where something is amiss: then the transaction says what.
    """
    how = how_signed(here, wish.action)
    if here.run is None or how is None or not how.choice.takes_file:
        return None
    if wish.recorded_by is not None:
        refusal = record_refusal(wish.recorded_by, here, wish.action, wish.at)
        file = wish.evidence
    else:
        refusal = refusal_of(wish.by, here, wish.action)
        file = stored_file(wish.data.get(RETURNED_FILE))
    if refusal is not None or file is None or not may_claim(here.booking, file, by=wish.recorded_by or wish.by):
        return None
    return kind_of(here.run.kind).paper_to_sign(here.booking), file


def check_pin_first(here: Situation, wish: Wish) -> bool:
    """Whether a PIN was checked. A wrong one must count even though nothing is written: outside the transaction."""
    how = how_signed(here, wish.action) if asks_signature(here, wish) else None
    if how is None or how.choice.is_gateway or wish.by.user is None:
        return False
    pin = str(wish.data.get("pin") or "")
    if not pin:
        raise Incomplete(_("Isi PIN Anda untuk menandatangani."), {"pin": [_("Isi PIN Anda.")]})
    if refusal_of(wish.by, here, wish.action) is not None:
        return False  # the transaction says why; a stranger's PIN is not counted
    try:
        check_pin(wish.by.user, pin, at=timezone.now())
    except PinRefused as error:
        raise Incomplete(str(error), {"pin": [str(error)]}) from error
    return True


def _already_handled(booking: Booking, step_run: int) -> AlreadyHandled:
    event = Event.objects.filter(booking=booking, step_run_id=step_run).order_by("-number").first()
    if event is None or booking.pk is None:
        state = _("sudah ditutup") if booking.status in CLOSED else _("sudah berlanjut")
        return AlreadyHandled(_("Langkah ini %(state)s. Muat ulang halaman.") % {"state": state})
    local = event.occurred_at.astimezone(booking.office.tz)
    return AlreadyHandled(
        _("Sudah ditangani oleh %(who)s pukul %(time)s %(zone)s. Tidak ada yang perlu Anda lakukan.")
        % {
            "who": event.actor_title or event.actor_name,
            "time": f"{local:%H.%M}",
            "zone": local.tzname(),
        }
    )


def _errors_of(form: ActionForm) -> dict[str, list[str]]:
    return {name: [str(item) for item in errors] for name, errors in form.errors.items()}
