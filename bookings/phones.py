"""Indonesian telephone numbers as people write them → E.164 (DOMAIN §6.5)."""

import phonenumbers
from django.utils.translation import gettext as _


def to_e164(text: str) -> str:
    """Read ``0812…``, ``62812…``, ``+62 812…``; raises ValueError with a sentence.

    The trap: without a plus ``62812…`` parses as a valid, wrong ``+6262812…``.
    """
    digits = "".join(char for char in text if char.isdigit())
    raw = f"+{digits}" if digits.startswith("62") and len(digits) >= 10 else text
    try:
        number = phonenumbers.parse(raw, "ID")
    except phonenumbers.NumberParseException as error:
        raise ValueError(_("Isi nomor telepon seperti 0812-3456-7890.")) from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError(_("Nomor telepon ini tidak lengkap atau salah. Contoh: 0812-3456-7890."))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
