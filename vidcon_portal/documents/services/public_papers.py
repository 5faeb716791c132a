"""The papers that an office must publish, made from its SOP in force: the SOP itself, the service standard, the pledge.

Nobody signs them here; the printed SOP names who ratified it. A version in force never changes, so its PDF is kept in the
cache, and a visitor costs one rendering a day at most.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.urls import reverse

from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.letterheads import letterhead_of
from vidcon_portal.documents.papers import LetterheadData, StampData
from vidcon_portal.documents.rendering import render_pdf
from vidcon_portal.documents.wording import official_language
from vidcon_portal.procedures.flowchart import Columns, draw_flowchart
from vidcon_portal.procedures.flowchart_routes import COLUMN
from vidcon_portal.procedures.models import Procedure
from vidcon_portal.procedures.preset_parts import Preset
from vidcon_portal.procedures.sop_pages import cover_facts, cover_pairs, matrix_rows
from vidcon_portal.procedures.standard_pages import DELIVERY, components

MATRIX_HEIGHT = 146.0
"""Millimetres for the rows of one page of the matrix: F4 landscape without margins, headings and strips."""

MATRIX_WIDTH, PRINTED_COLUMNS = 298.0, 136.0
"""Millimetres of the matrix, and of its columns that are always as wide (``.m-*`` in the style sheet of papers)."""
RULE = 0.18
"""Of a row's height, the line that the table draws beneath it."""
CHARACTER = 1.5
"""Millimetres that a letter of the matrix takes; the average one takes less."""

KEPT_FOR = 24 * 60 * 60
VERSION = 5
"""Raise it when a template here changes."""


def public_pdf(what: str, office: Office, procedure: Procedure, preset: Preset) -> bytes:
    """``sop``, ``standard`` or ``pledge`` of a version, from the cache where it was made before."""
    letterhead = letterhead_of(office)
    look = hashlib.sha256(json.dumps(letterhead.as_json(), sort_keys=True).encode()).hexdigest()[:16]
    key = f"public-paper:{what}:{VERSION}:{procedure.pk}:{look}"
    kept = cache.get(key)
    if isinstance(kept, str):
        return base64.b64decode(kept)
    pdf = render_public(what, office, preset, letterhead=letterhead)
    cache.set(key, base64.b64encode(pdf).decode(), KEPT_FOR)
    return pdf


@official_language()
def render_public(what: str, office: Office, preset: Preset, *, letterhead: LetterheadData) -> bytes:
    """The same, made now; nothing is kept."""
    images = {}
    if letterhead.emblem and default_storage.exists(letterhead.emblem):
        with default_storage.open(letterhead.emblem) as file:
            images["emblem"] = file.read()
    return render_pdf(
        f"documents/papers/public/{what}.html",
        {
            "title": preset.procedure.title[:200],
            "letterhead": letterhead,
            "has_emblem": bool(images),
            "stamp": StampData(),
            "verify_home": f"{settings.SITE_URL}{reverse('documents:verify')}",
            "address": f"{settings.SITE_URL}{office.get_absolute_url()}",
            "preset": preset,
            **CONTENTS[what](office, preset),
        },
        images=images,
    )


def _sop(office: Office, preset: Preset) -> dict[str, Any]:
    """Identity box and flowchart matrix; arrows that cross a page break go through pairs of pentagons."""
    matrix = {row.number: row for row in matrix_rows(preset)}
    charts = draw_flowchart(preset, page_height=MATRIX_HEIGHT, columns=_columns(len(preset.lanes)))
    pages = [
        {
            "drawing": chart,
            "lanes": [lane.title for lane in chart.lanes],
            "rows": [
                {
                    "matrix": matrix[row.row.number],
                    "height": _millimetres(row.height - RULE),
                    "is_first": number == 0,
                }
                for number, row in enumerate(chart.rows)
            ],
            "count": len(chart.rows) + chart.continued + chart.continues,
            "width": _millimetres(chart.width),
            "height": _millimetres(chart.height),
        }
        for chart in charts
    ]
    return {"facts": list(cover_facts(preset)), "boxes": cover_pairs(preset), "pages": pages}


def _columns(lanes: int) -> Columns:
    """What the text columns hold on paper: the activities take what the executors leave."""

    def hold(width: float) -> int:
        return int((width - 2.4) / CHARACTER)

    activity = MATRIX_WIDTH - PRINTED_COLUMNS - COLUMN * lanes
    return Columns(hold(activity), hold(42.0), hold(26.0), hold(36.0), hold(24.0), least_height=18.0)


def _standard(office: Office, preset: Preset) -> dict[str, Any]:
    """The 14 components, those of delivery before those of making (PermenPANRB 15/2014)."""
    found = components(office, preset)
    printed = preset.procedure
    named = printed.title if printed.title.upper().startswith("SOP") else f"SOP {printed.title}"
    return {"delivery": found[:DELIVERY], "making": found[DELIVERY:], "procedure": named}


def _pledge(office: Office, preset: Preset) -> dict[str, Any]:
    """Maklumat Pelayanan, to be signed by the head and hung on the wall."""
    by = preset.procedure.ratified_by
    name = preset.service.name
    return {
        "head_title": by.title if by else f"Kepala {office.name}",
        "service": name if name.lower().startswith(("layanan", "pelayanan")) else f"pelayanan {name}",
    }


CONTENTS: Mapping[str, Callable[[Office, Preset], dict[str, Any]]] = {
    "sop": _sop,
    "standard": _standard,
    "pledge": _pledge,
}


def _millimetres(length: float) -> str:
    """With a point, whatever the language of the page."""
    return f"{length:.2f}mm"
