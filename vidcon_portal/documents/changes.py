"""What differs between two versions of a draft's words, named as the paper's readers name them. Pure."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LABELS = {
    "subject": gettext_lazy("Hal"),
    "recipient": gettext_lazy("Tujuan"),
    "details": gettext_lazy("Rincian"),
    "conditions": gettext_lazy("Ketentuan"),
    "missing": gettext_lazy("Yang tidak disediakan"),
    "alternatives": gettext_lazy("Jadwal pengganti"),
    "task": gettext_lazy("Tugas"),
    "content": gettext_lazy("Isi"),
    "note": gettext_lazy("Catatan"),
    "reason": gettext_lazy("Alasan"),
    "suggestion": gettext_lazy("Saran"),
    "information": gettext_lazy("Isi pemberitahuan"),
    "closing_notes": gettext_lazy("Catatan penutup"),
    "copies": gettext_lazy("Tembusan"),
}
"""Parts that people word; what is not named here follows from the case."""


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, str]]:
    """``label``, ``before`` and ``after`` of each part that differs, as text."""
    return [
        {"label": str(label), "before": _words(before.get(name)), "after": _words(after.get(name))}
        for name, label in LABELS.items()
        if _words(before.get(name)) != _words(after.get(name))
    ]


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return ": ".join(str(each) for each in value.values() if each and not isinstance(each, bool))
    if isinstance(value, list | tuple):
        return "; ".join(_words(each) for each in value)
    return str(value or "") or _("(kosong)")
