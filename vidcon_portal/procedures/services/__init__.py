"""Writes: SOP versions from presets, their publication and withdrawal, copies to work on."""

from ..preset_rows import procedure_as_preset, read_procedure
from .drafts import copy_as_draft, load_preset_for_office, procedure_problems
from .offices import ensure_office
from .publishing import publish_procedure, withdraw_procedure

__all__ = [
    "copy_as_draft",
    "ensure_office",
    "load_preset_for_office",
    "procedure_as_preset",
    "procedure_problems",
    "publish_procedure",
    "read_procedure",
    "withdraw_procedure",
]
