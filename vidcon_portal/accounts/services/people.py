"""What a person may change about himself."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vidcon_portal.accounts.errors import AccountsError
from vidcon_portal.accounts.models import User


def update_profile(user: User, *, name: str, phone: str) -> User:
    """Name with degrees and the E.164 phone number."""
    user.name = name
    user.phone = phone
    user.save(update_fields=["name", "phone"])
    return user


@transaction.atomic
def change_email(user: User, email: str) -> User:
    """Change the address that messages go to; refuses one that another account uses (one signs in with it).

    Former addresses end here as well: no sign-in and no password reset goes to them any more.
    """
    address = User.objects.normalize_email(email.strip())
    user.email = address
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError as error:
        raise AccountsError(_("Pos-el ini dipakai akun lain. Isi alamat Anda sendiri.")) from error
    EmailAddress.objects.filter(user=user).exclude(email__iexact=address).delete()
    return user


def choose_theme(user: User, theme: str) -> User:
    """Follow the device, or always light, or always dark."""
    user.theme = User.Theme(theme).value
    user.save(update_fields=["theme"])
    return user


def choose_language(user: User, language: str) -> User:
    """Indonesian or English; refuses others."""
    if language not in dict(settings.LANGUAGES):
        raise AccountsError(_("Bahasa tidak tersedia."))
    user.language = language
    user.save(update_fields=["language"])
    return user
