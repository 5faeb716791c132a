"""What an action that signs asks for, and the signature that is made between two transactions (DESIGN §3.5).

Most signatures are a PIN. A kind whose ``signs`` names the action puts a paper into the world: it is signed in the way
that the office chose, by PIN, by certificate, or on a file that comes back.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _

from bookings.papers import paper_refusals
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.choices import SigningProvider
from vidcon_portal.documents.models import Document, OfficeSigning, StoredFile
from vidcon_portal.documents.services.signing import Secrets, returned_outside, signed_outside, signing_of
from vidcon_portal.ui.widgets import PinInput

from .forms import StoredFileField
from .kinds import kind_of
from .legality import Situation
from .outcome import OutsideSignature

RETURNED_FILE = "signed_file"


def how_signed(here: Situation, action: str) -> OfficeSigning | None:
    """In which way the action is signed; None when it is no signature."""
    if here.run is None:
        return None
    kind = kind_of(here.run.kind)
    if action in kind.signs:
        if "signing" not in here.known:
            here.known["signing"] = signing_of(here.booking.office)
        found: OfficeSigning = here.known["signing"]
        return found
    return OfficeSigning() if action in kind.needs_pin else None


def ask_for_signature(form: forms.Form, how: OfficeSigning) -> None:
    """Add what the signer types or brings: PIN, passphrase, NIK, the signed file."""
    if how.choice.takes_file:
        by_ink = _("Unduh surat bernomor di atas, tanda tangani, lalu unggah PDF atau fotonya di sini.")
        elsewhere = _("Unduh surat bernomor di atas, tanda tangani dengan aplikasi TTE, lalu unggah PDF-nya di sini.")
        form.fields[RETURNED_FILE] = StoredFileField(
            label=_("Surat yang sudah ditandatangani"),
            help_text=by_ink if how.choice == SigningProvider.NONE else elsewhere,
            error_messages={"required": _("Unggah surat yang sudah ditandatangani.")},
        )
    if how.asks_nik:
        form.fields["nik"] = forms.CharField(
            label=_("NIK"),
            max_length=16,
            validators=[RegexValidator(r"^[0-9]{16}\Z", _("NIK terdiri atas 16 angka."))],
            widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            help_text=_("Dikirim ke server TTE saja, tidak disimpan."),
        )
    if how.choice.is_gateway:
        form.fields["passphrase"] = forms.CharField(
            label=_("Passphrase TTE"),
            max_length=200,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
            help_text=_("Passphrase sertifikat elektronik Anda. Dikirim ke server TTE saja, tidak disimpan."),
            error_messages={"required": _("Isi passphrase TTE Anda.")},
        )
    else:
        form.fields["pin"] = forms.CharField(
            label=_("PIN tanda tangan"),
            max_length=6,
            widget=PinInput,
            help_text=_("6 angka. Sama dengan paraf atau tanda tangan Anda di portal ini."),
        )


@contextmanager
def outside_signature(
    begin: Callable[[], Document], *, by: Actor, data: Mapping[str, Any]
) -> Iterator[OutsideSignature]:
    """Sign what ``begin`` prepared; refusals are ours, and after any failure the paper is where it was."""
    secrets = Secrets(passphrase=str(data.get("passphrase") or ""), nik=str(data.get("nik") or ""))
    with paper_refusals(), signed_outside(begin, by=by, secrets=secrets) as (document, signed):
        yield OutsideSignature(document, signed)


@contextmanager
def returned_signature(document: Document, file: StoredFile, *, by: Actor) -> Iterator[OutsideSignature]:
    """Look at the signed file that came back and keep it; refusals are ours."""
    with paper_refusals(), returned_outside(document, file, by=by) as signed:
        yield OutsideSignature(document, signed)
