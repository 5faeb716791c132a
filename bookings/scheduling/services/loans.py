"""Kit goes out and comes back, by name."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.choices import Condition
from bookings.errors import NotLegal
from bookings.models import Booking, KitLoan, Resource
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.ui.wording import say_clock, say_short_date


@transaction.atomic
def hand_out_kit(
    resource: Resource,
    *,
    receiver: str,
    booking: Booking | None = None,
    condition: str = Condition.GOOD,
    note: str = "",
    by: Actor,
    at: datetime,
) -> KitLoan:
    """Record who takes a unit along. Raises NotLegal while somebody else still has it, or when it is broken."""
    assert by.user is not None, "kit is handed out by somebody"
    resource = Resource.objects.select_for_update().get(pk=resource.pk)
    open_loan = KitLoan.objects.filter(resource=resource, returned_at__isnull=True).first()
    if open_loan is not None:
        raise NotLegal(
            _("%(unit)s masih dibawa %(who)s sejak %(day)s pukul %(clock)s. Catat pengembaliannya dahulu.")
            % {
                "unit": resource.name,
                "who": open_loan.receiver,
                "day": say_short_date(open_loan.given_at),
                "clock": say_clock(open_loan.given_at),
            }
        )
    if not resource.is_usable:
        raise NotLegal(_("%(unit)s rusak berat atau tidak dipakai lagi. Pilih alat lain.") % {"unit": resource.name})
    return KitLoan.objects.create(
        resource=resource,
        booking=booking,
        receiver=receiver,
        given_by=by.user,
        given_at=at,
        condition_out=condition,
        note_out=note,
    )


@transaction.atomic
def take_back_kit(
    resource: Resource,
    *,
    returned_by: str = "",
    condition: str = Condition.GOOD,
    note: str = "",
    by: Actor,
    at: datetime,
) -> KitLoan:
    """Record that a unit is back, and how it is now: its condition in the list of kit follows.

    Raises NotLegal when it was not out.
    """
    assert by.user is not None, "kit is taken back by somebody"
    resource = Resource.objects.select_for_update().get(pk=resource.pk)
    loan = KitLoan.objects.select_for_update().filter(resource=resource, returned_at__isnull=True).first()
    if loan is None:
        raise NotLegal(_("%(unit)s tercatat sudah kembali. Muat ulang halaman.") % {"unit": resource.name})
    loan.returned_by = returned_by or loan.receiver
    loan.taken_back_by = by.user
    loan.returned_at = max(at, loan.given_at)
    loan.condition_in, loan.note_in = condition, note
    loan.save(update_fields=["returned_by", "taken_back_by", "returned_at", "condition_in", "note_in"])
    if resource.condition != condition:
        resource.condition = condition
        resource._history_user = by.user  # type: ignore[attr-defined]  # read by simple-history
        resource._change_reason = "serah terima alat"  # type: ignore[attr-defined]  # read by simple-history
        resource.save(update_fields=["condition"])
    return loan
