"""Renew and revoke the secret addresses of calendars."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bookings.choices import CalendarKind, ResourceKind
from bookings.errors import NotYours
from bookings.models import CalendarSecret, Resource
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office

from ..permissions import may_keep_links

TOKEN_BYTES = 24


@transaction.atomic
def renew_link(
    kind: CalendarKind, *, office: Office, by: Actor, at: datetime, resource: Resource | None = None
) -> CalendarSecret:
    """Make the address, or replace it: the old one answers 404 from now on. Raises NotYours.

    Of two people who renew at once both get the address of the first.
    """
    user = by.user if kind == CalendarKind.USER else None
    _check(kind, office, by, resource)
    subject = {"kind": kind, "office": office, "user": user, "resource": resource}
    CalendarSecret.objects.filter(**subject, revoked_at__isnull=True).update(revoked_at=at)
    try:
        with transaction.atomic():
            return CalendarSecret.objects.create(**subject, token=secrets.token_urlsafe(TOKEN_BYTES), created_at=at)
    except IntegrityError:
        return CalendarSecret.objects.get(**subject, revoked_at__isnull=True)


@transaction.atomic
def revoke_link(
    kind: CalendarKind, *, office: Office, by: Actor, at: datetime, resource: Resource | None = None
) -> None:
    """Close the address without a new one. Raises NotYours."""
    user = by.user if kind == CalendarKind.USER else None
    _check(kind, office, by, resource)
    CalendarSecret.objects.filter(
        kind=kind, office=office, user=user, resource=resource, revoked_at__isnull=True
    ).update(revoked_at=at)


def _check(kind: CalendarKind, office: Office, by: Actor, resource: Resource | None) -> None:
    if kind == CalendarKind.USER:
        if by.user is None:
            raise NotYours(_("Kalender ini milik orang lain."))
        return
    if not may_keep_links(by, office):
        raise NotYours(_("Tautan kantor diperbarui kepala, koordinator, tata usaha, atau admin kantor."))
    if resource is not None and (resource.office_id != office.pk or resource.kind != ResourceKind.ROOM):
        raise NotYours(_("Pilih ruang milik kantor Anda."))
