"""A request as plain data, for the page and the API alike."""

from .case import case_view, event_view, step_view
from .lines import line_view, with_progress
from .shapes import CaseView, LineView
from .words import action_label, phase_of

__all__ = [
    "CaseView",
    "LineView",
    "action_label",
    "case_view",
    "event_view",
    "line_view",
    "phase_of",
    "step_view",
    "with_progress",
]
