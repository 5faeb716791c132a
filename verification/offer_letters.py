"""The letter beside the case that repeats on paper which other times a displaced agency is offered (DESIGN §3.5)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from bookings.choices import Decision
from bookings.forms.sessions import SessionTime
from bookings.models import Booking
from bookings.papers import paper_refusals, write_paper
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.choices import DocumentVariant
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.issuing import update_draft
from vidcon_portal.documents.wording import clock_span, date_and_clock, day_and_date

from .papers import open_reply, replies_beside_the_case
from .reply_words import ReplyText, reply_data, request_facts

REASON = "pada waktu tersebut sumber daya kami digunakan untuk kegiatan pimpinan"


@transaction.atomic
def draft_side_offer(
    booking: Booking,
    *,
    by: Actor,
    at: datetime,
    options: Sequence[Sequence[tuple[int, SessionTime]]],
    until: datetime | None,
) -> Document | None:
    """A draft that waits for the office head; None where the office answers without letters, or by a row of its SOP.

    A draft that was on its way takes the new words: nobody signs a yes to a time that is gone.
    """
    if not replies_beside_the_case(booking):
        return None
    tz = booking.office.tz
    data = replace(
        reply_data(booking, Decision.NONE, text=ReplyText(reason=REASON)),
        variant=DocumentVariant.ALTERNATIVE,
        details=tuple(request_facts(booking)),
        alternatives=tuple(
            "; ".join(
                f"{day_and_date(time.starts_at.astimezone(tz).date())}, "
                f"pukul {clock_span(time.starts_at, time.ends_at, tz)}"
                for _session, time in option
            )
            for option in options
        ),
        answer_until=date_and_clock(until, tz) if until is not None else "",
    )
    draft = open_reply(booking)
    if draft is None:
        return write_paper(booking, data, by=by, at=at)
    with paper_refusals():
        return update_draft(draft, data, by=by, at=at)
