"""Agencies that an office serves."""

from itertools import chain

from django.db import transaction
from django.utils.text import slugify

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Agency, Office


@transaction.atomic
def find_or_add_agency(office: Office, name: str, *, by: Actor) -> Agency:
    """The office's agency of that name, however it is cased and spaced; a new one when there is none.

    It has no position and so nobody's account: whoever entered its request answers for it.
    """
    plain = " ".join(name.split())[:200]
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    known = Agency.objects.filter(office=office, name__iexact=plain).order_by("-is_active", "pk").first()
    if known is not None:
        if not known.is_active:  # an import of the past knew it already
            known.is_active = True
            _save(known, by)
        return known
    code = slugify(plain)[:34] or "instansi"
    taken = set(Agency.objects.filter(office=office).values_list("code", flat=True))
    free = chain([code], (f"{code}-{number}" for number in range(2, 10_000)))
    agency = Agency(office=office, code=next(each for each in free if each not in taken), name=plain)
    _save(agency, by)
    return agency


def _save(agency: Agency, by: Actor) -> None:
    agency._history_user = by.user  # type: ignore[attr-defined]  # read by simple-history
    agency.save()
