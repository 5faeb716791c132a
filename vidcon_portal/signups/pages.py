"""Plain lines for the pages of signups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vidcon_portal.accounts.phones import show_phone
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Badge, Fact
from vidcon_portal.ui.wording import say_clock, say_date, say_short_date

from .choices import SignupState
from .models import Signup

_LOOKS: Mapping[str, State] = {
    SignupState.WAITING: State.WAITING,
    SignupState.APPROVED: State.DONE,
    SignupState.REFUSED: State.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a signup stands. ``is_open`` while somebody may decide."""

    badge: Badge
    text: str
    is_open: bool
    is_refused: bool


@dataclass(frozen=True, slots=True)
class SignupLine:
    signup: Signup
    badge: Badge
    text: str


def standing_of(signup: Signup) -> Standing:
    state = SignupState(signup.state)
    text = {
        SignupState.WAITING: _(
            "Kantor memeriksa apakah Anda pegawai instansi itu, biasanya pada hari kerja yang sama."
        ),
        SignupState.APPROVED: _("Akun sudah aktif. Masuk dengan pos-el dan kata sandi yang diisi waktu mendaftar."),
        SignupState.REFUSED: signup.reason,
    }[state]
    is_open = state == SignupState.WAITING
    return Standing(_badge(signup), text, is_open=is_open, is_refused=state == SignupState.REFUSED)


def facts_of(signup: Signup) -> list[Fact]:
    facts = [
        Fact(_("Instansi"), signup.agency_name),
        Fact(_("Jabatan"), signup.title),
        Fact(_("Pos-el"), _email(signup)),
        Fact(_("Telepon"), show_phone(signup.phone)),
        Fact(_("Diajukan"), f"{say_date(signup.asked_at)}, {say_clock(signup.asked_at)}"),
    ]
    if signup.decided_at is not None:
        facts.append(Fact(_("Diputuskan"), _decided(signup)))
    return facts


def _email(signup: Signup) -> str:
    """With whether its owner is the one who asks."""
    if signup.email_confirmed_at is None:
        return _("%(email)s, belum dikonfirmasi pemiliknya") % {"email": signup.email}
    when = f"{say_short_date(signup.email_confirmed_at)}, {say_clock(signup.email_confirmed_at)}"
    return _("%(email)s, dikonfirmasi %(when)s") % {"email": signup.email, "when": when}


def signup_lines(signups: Iterable[Signup]) -> list[SignupLine]:
    return [SignupLine(signup, _badge(signup), _line(signup)) for signup in signups]


def _badge(signup: Signup) -> Badge:
    state = SignupState(signup.state)
    return Badge(_LOOKS[state], str(state.label))


def _line(signup: Signup) -> str:
    if signup.decided_at is None:
        return _("Diajukan %(when)s") % {"when": f"{say_short_date(signup.asked_at)}, {say_clock(signup.asked_at)}"}
    if signup.told_at is None:
        words = {"decided": _decided(signup), "phone": show_phone(signup.phone)}
        return _("%(decided)s. Jawaban belum terkirim lewat pos-el; bila mendesak, telepon %(phone)s.") % words
    return _decided(signup)


def _decided(signup: Signup) -> str:
    assert signup.decided_at is not None
    when = f"{say_short_date(signup.decided_at)}, {say_clock(signup.decided_at)}"
    return _("%(name)s, %(when)s") % {"name": signup.decided_by, "when": when}
