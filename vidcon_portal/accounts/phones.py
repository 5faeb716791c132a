"""Telephone numbers as Indonesians write them, stored as E.164 (DOMAIN §6.5)."""

import re

import phonenumbers
from django.utils.translation import gettext as _


def parse_phone(text: str) -> str:
    """``0812-3456-7890``, ``62812…`` or ``+62812…`` as ``+6281234567890``; empty stays empty.

    Raises ValueError with the user's sentence. Digits that start with 62 get their ``+`` first: the library would read
    them as a (valid, but wrong) national number.
    """
    text = text.strip()
    if not text:
        return ""
    digits = re.sub(r"\D", "", text)
    if not text.startswith("+") and digits.startswith("62") and len(digits) >= 10:
        text = f"+{digits}"
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException as error:
        raise ValueError(_refusal()) from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError(_refusal())
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(e164: str) -> str:
    """``0812-3456-7890`` of a stored number; a foreign one in international form."""
    if not e164:
        return ""
    try:
        number = phonenumbers.parse(e164, "ID")
    except phonenumbers.NumberParseException:
        return e164
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if number.country_code == 62 else form.INTERNATIONAL)


def _refusal() -> str:
    return _("Nomor telepon tidak dikenal. Tulis seperti 0812-3456-7890.")
