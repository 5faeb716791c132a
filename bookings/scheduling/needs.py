"""What a request needs of the office: explicit needs, else what its mode implies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from bookings.choices import Provider, ResourceKind
from bookings.errors import Incomplete
from vidcon_portal.procedures.choices import Mode

if TYPE_CHECKING:
    from bookings.models import Booking
    from vidcon_portal.procedures.models import Procedure

BUFFERED_KINDS = frozenset({ResourceKind.ROOM, ResourceKind.EQUIPMENT, ResourceKind.KIT, ResourceKind.PERSON})
"""What is set up before and put in order after an event; a meeting account is ready at the minute."""

STREAMING_GROUP = "streaming"
POOL_LABELS = {ResourceKind.ACCOUNT: "Akun rapat", ResourceKind.PERSON: "Petugas"}
"""As a request keeps what is asked of no certain unit; whoever reads it gets it in his language."""

MAX_QUANTITY = 50

ANY_OF = "group:"
"""Begins the ``resource`` of a need that any unit of a group answers; else it is the id of one unit."""


@dataclass(frozen=True, slots=True)
class Need:
    """One line of what a session needs; ``index`` is its place in the list and ``Allocation.need``.

    Either one named unit (``resource_id``) or any fitting one of a pool (``group`` for rooms, equipment and accounts,
    ``skill`` for persons; both empty: any of the kind). ``required`` of ``quantity`` must be there, the rest is only
    wanted. ``seats`` is how many people it should take, where a unit says its capacity. A named set takes all its
    parts, or nothing. ``any_hour``: the named person was chosen without regard to his working hours.
    """

    index: int
    kind: ResourceKind
    label: str
    resource_id: int | None = None
    group: str = ""
    skill: str = ""
    quantity: int = 1
    required: int = 1
    seats: int = 0
    provided_by: Provider = Provider.OFFICE
    any_hour: bool = False

    @property
    def is_kit(self) -> bool:
        return self.kind == ResourceKind.KIT

    @property
    def is_pool(self) -> bool:
        return self.resource_id is None


def needs_of(booking: "Booking", procedure: "Procedure | None") -> tuple[Need, ...]:
    """Every need, the applicant's own included. Raises Incomplete when a stored need cannot be read."""
    if booking.needs:
        return tuple(_read(index, line, booking) for index, line in enumerate(booking.needs))
    return _implied(booking, procedure)


def say_need(line: Mapping[str, Any]) -> str:
    """What a stored line asks for: the unit's name as it was, a pool in the reader's language."""
    label, kind = str(line.get("label") or ""), ResourceKind(line["kind"])
    said = label if label and label != POOL_LABELS.get(kind) else str(kind.label)
    return f"{said} ({line['skill']})" if line.get("skill") else said


def allocatable(needs: Iterable[Need]) -> tuple[Need, ...]:
    """The needs that the office provides; what the applicant brings occupies nothing here."""
    return tuple(need for need in needs if need.provided_by == Provider.OFFICE)


def _implied(booking: "Booking", procedure: "Procedure | None") -> tuple[Need, ...]:
    """``min_officers`` warns only: one person is required, the others are wanted."""
    officers = max(1, (procedure.min_officers if procedure else None) or 1)
    account = Need(0, ResourceKind.ACCOUNT, _("Akun rapat"), seats=booking.participants_online)
    persons = Need(0, ResourceKind.PERSON, _("Petugas"), quantity=officers, required=1)
    room = Need(0, ResourceKind.ROOM, _("Ruang"), seats=booking.participants_onsite)
    kit = Need(0, ResourceKind.EQUIPMENT, _("Perangkat siaran"), group=STREAMING_GROUP, required=0)
    by_mode: Mapping[Mode, tuple[Need, ...]] = {
        Mode.HOST: (account, persons),
        Mode.JOIN: (persons,),
        Mode.ACCOUNT: (account,),
        Mode.OPERATOR: (persons,),
        Mode.ROOM: (room,),
        Mode.EQUIPMENT: (),
        Mode.STREAMING: (persons, kit),
    }
    return tuple(_numbered(need, index) for index, need in enumerate(by_mode[Mode(booking.mode)]))


def _numbered(need: Need, index: int) -> Need:
    return Need(
        index=index,
        kind=need.kind,
        label=need.label,
        group=need.group,
        quantity=need.quantity,
        required=need.required,
        seats=need.seats,
    )


def _read(index: int, line: Any, booking: "Booking") -> Need:
    try:
        kind = ResourceKind(line["kind"])
        quantity = int(line.get("quantity") or 1)
        provided_by = Provider(line.get("provided_by") or Provider.OFFICE)
        asked, group = str(line.get("resource") or ""), str(line.get("group") or "")
        if asked.startswith(ANY_OF):
            asked, group = "", asked.removeprefix(ANY_OF)
        resource_id = int(asked) if asked else None
        required = min(quantity, int(line["required"])) if "required" in line else quantity
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Incomplete(_unreadable(index)) from error
    if not 1 <= quantity <= MAX_QUANTITY or required < 0 or (kind == ResourceKind.KIT and resource_id is None):
        raise Incomplete(_unreadable(index))
    seats = {
        ResourceKind.ACCOUNT: booking.participants_online,
        ResourceKind.ROOM: booking.participants_onsite,
    }
    return Need(
        index=index,
        kind=kind,
        label=say_need(line),
        resource_id=resource_id,
        group=group,
        skill=str(line.get("skill") or ""),
        quantity=quantity,
        required=required,
        seats=seats.get(kind, 0),
        provided_by=provided_by,
        any_hour=kind == ResourceKind.PERSON and resource_id is not None and booking.leader_confirmed,
    )


def _unreadable(index: int) -> str:
    return _("Kebutuhan ke-%(number)d tidak dapat dibaca. Pilih kembali jenis dan jumlahnya.") % {"number": index + 1}
