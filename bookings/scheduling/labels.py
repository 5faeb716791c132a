"""The sheet of QR labels of an office's kit: made by the worker, kept until a label would read otherwise.

What a sheet says is its key: as long as no unit, name or address changes it is handed out as a file.
"""

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.rendering import qr_svg, render_pdf
from vidcon_portal.documents.services.files import erase_bytes, erased_unless_recorded, keep_bytes
from vidcon_portal.documents.wording import official_language

from .loans import kit_of, label_url

OWNER = "kit_labels"
TASK = "scheduling.make_kit_labels"
VERSION = 1
"""Raise it when the template changes."""


def labels_sheet(office: Office) -> StoredFile | None:
    """The sheet as it would be printed now, where the worker has made it."""
    sheets = StoredFile.objects.filter(owner_kind=OWNER, owner_id=_key(office))
    return sheets.select_related("office").first()


def defer_labels(office: Office) -> None:
    """Have the sheet made, once, however often it is asked for meanwhile."""
    try:
        with transaction.atomic():  # a job that waits already refuses this one: nothing else shall fall with it
            app.configure_task(TASK, queueing_lock=f"{OWNER}-{office.pk}").defer(office_id=office.pk)
    except AlreadyEnqueued:
        pass


def make_labels(office: Office, *, at: datetime) -> StoredFile:
    """The worker's part; a second run finds the sheet. The sheets before it go."""
    found = labels_sheet(office)
    if found is not None:
        return found
    key = _key(office)
    with official_language():
        labels = [
            {"unit": unit, "qr": qr_svg(label_url(unit, office), _("Kode QR %(unit)s") % {"unit": unit.name})}
            for unit in kit_of(office)
        ]
        pdf = render_pdf("documents/papers/kit_labels.html", {"labels": labels, "office": office})
    name = f"label-alat-{office.code}.pdf"
    stored = keep_bytes(pdf, name=name, by=SYSTEM, office=office, purpose=OWNER, owner_kind=OWNER, owner_id=key, at=at)
    with erased_unless_recorded(stored), transaction.atomic():
        former = list(StoredFile.objects.filter(owner_kind=OWNER, office=office))
        StoredFile.objects.filter(pk__in=[each.pk for each in former]).delete()
        stored.save(force_insert=True)
    for each in former:
        erase_bytes(each)
    return stored


def _key(office: Office) -> str:
    said = [[unit.name, unit.asset_number, label_url(unit, office)] for unit in kit_of(office)]
    text = json.dumps([VERSION, office.short_name, said], ensure_ascii=False)
    return f"{office.pk}-{hashlib.sha256(text.encode()).hexdigest()[:24]}"
