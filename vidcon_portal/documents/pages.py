"""What the verification page says about a file: each signature in words, never a verdict without its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from vidcon_portal.documents.signing.checking import Finding, LockedPdfError, UnreadablePdfError, check_signatures
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.wording import say_clock, say_date


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature as the page shows it."""

    state: State
    title: str
    when: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FileFindings:
    """What is in a file that somebody dropped; ``sentence`` when there is nothing to list."""

    lines: tuple[SignatureLine, ...] = ()
    sentence: str = ""


def findings_of(content: bytes) -> FileFindings:
    """The signatures of a PDF in words, times in the active zone."""
    try:
        found = check_signatures(content)
    except LockedPdfError:
        return FileFindings(sentence=_("Berkas ini terkunci kata sandi, jadi tanda tangannya tidak dapat diperiksa."))
    except UnreadablePdfError:
        return FileFindings(sentence=_("Berkas ini tidak terbaca sebagai PDF."))
    if not found:
        return FileFindings(sentence=_("Berkas ini tidak memuat tanda tangan elektronik."))
    return FileFindings(tuple(_line(each, found[number:]) for number, each in enumerate(found, start=1)))


def _line(finding: Finding, later: Sequence[Finding]) -> SignatureLine:
    state, sentence = _judge(finding, later)
    when = ""
    if finding.at is not None:
        local = timezone.localtime(finding.at)
        when = _("%(day)s pukul %(clock)s, menurut penanda tangan") % {
            "day": say_date(local),
            "clock": say_clock(local),
        }
    return SignatureLine(state, finding.signer or _("Penanda tangan tanpa nama"), when, sentence)


def _judge(finding: Finding, later: Sequence[Finding]) -> tuple[State, str]:
    issuer = finding.issuer or _("tanpa nama")
    if not finding.intact:
        return State.REFUSED, _("Isi berkas berubah setelah ditandatangani. Jangan dipakai.")
    if not finding.is_last and not any(each.is_last and each.intact for each in later):
        return State.WAITING, _("Ada tambahan pada berkas setelah ditandatangani. Bandingkan dengan naskah aslinya.")
    if finding.is_trial:
        return State.WAITING, _("Isi tidak berubah, tetapi ini tanda tangan UJI COBA portal tanpa kekuatan hukum.")
    if not finding.was_valid:
        return State.WAITING, _("Isi tidak berubah, tetapi sertifikatnya tidak berlaku pada waktu penandatanganan.")
    if not finding.trusted:
        return State.WAITING, _(
            "Isi tidak berubah, tetapi penerbit sertifikatnya (%(issuer)s) tidak dikenal portal ini. "
            "Periksa juga di laman penerbitnya."
        ) % {"issuer": issuer}
    return State.DONE, _(
        "Isi tidak berubah sejak ditandatangani, dan sertifikatnya terbitan %(issuer)s yang dikenal."
    ) % {"issuer": issuer}
