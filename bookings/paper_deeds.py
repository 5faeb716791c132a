"""What people do to a paper on its way: the form of a deed, and the deed itself; the page and the API use the same."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.pins import PinRefused, check_pin
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.signing import Secrets

from .errors import Incomplete
from .forms.papers import paper_form
from .forms.side_papers import side_form
from .models import Booking
from .services.papers import drop_paper, edit_paper, initial_paper, number_paper, revise_paper, sign_paper
from .services.side_papers import reword_side_paper
from .side_papers import SIDE_KINDS, words_of
from .workflow.kinds import words_form
from .workflow.signatures import RETURNED_FILE

PAPER_DEEDS = {
    "sign_and_send": gettext_lazy("Tanda tangani dan kirim"),
    "initial": gettext_lazy("Paraf"),
    "edit": gettext_lazy("Ubah isi"),
    "number": gettext_lazy("Beri nomor"),
    "revise": gettext_lazy("Kembalikan untuk diperbaiki"),
    "drop": gettext_lazy("Batalkan konsep"),
}
"""What may be done to a letter that is not signed yet, the weightiest first."""


def deed_form(
    booking: Booking, document: Document, deed: str, *, by: Actor, at: datetime, data: Any = None
) -> forms.Form:
    """The form of one deed, bound when ``data`` is given."""
    if deed != "edit":
        return paper_form(document, deed, data)
    if document.kind in SIDE_KINDS:
        return side_form(document.kind, data, words=words_of(document))
    return words_form(booking, by=by, at=at, data=data)


def take_deed(
    booking: Booking,
    document: Document,
    deed: str,
    form: forms.Form,
    *,
    by: Actor,
    at: datetime,
    and_then: Callable[[], None] = lambda: None,
) -> None:
    """Do what the valid form says; ``and_then`` runs in the same transaction. Raises a DomainError, nothing written.

    A wrong PIN counts even so: it is checked before the transaction.
    """
    given = form.cleaned_data
    if "pin" in given:
        assert isinstance(by.user, User)
        try:
            check_pin(by.user, given["pin"], at=at)
        except PinRefused as error:
            raise Incomplete(str(error), {"pin": [str(error)]}) from error
    if deed == "sign_and_send":
        secrets = Secrets(passphrase=given.get("passphrase", ""), nik=given.get("nik", ""))
        sign_paper(document, by=by, at=at, secrets=secrets, returned=given.get(RETURNED_FILE), and_then=and_then)
        return
    with transaction.atomic():
        _change(booking, document, deed, form, given, by=by, at=at)
        and_then()


def _change(
    booking: Booking,
    document: Document,
    deed: str,
    form: forms.Form,
    given: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    match deed:
        case "edit":
            edit_paper(document, by=by, at=at, reword=_reword(booking, document, form, by, at))
        case "drop":
            drop_paper(document, by=by, reason=given["note"], at=at)
        case "revise":
            revise_paper(document, by=by, note=given["note"], at=at)
        case "number":
            number_paper(document, by=by, at=at, number=given["number"], reason=given["reason"])
        case _:
            initial_paper(document, by=by, at=at)


def _reword(booking: Booking, document: Document, form: forms.Form, by: Actor, at: datetime) -> Callable[[], Document]:
    if document.kind in SIDE_KINDS:
        return lambda: reword_side_paper(document, booking, form.cleaned_data, by=by, at=at)
    reword: Callable[[], Document] = form.reword  # type: ignore[attr-defined]
    return reword
