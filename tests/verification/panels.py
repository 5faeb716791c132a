"""Draws the panel of the open step as the page does."""

from django.template.loader import render_to_string

from bookings.workflow.kinds import kind_of
from tests.walks.driver import Walk


def draw_panel(walk: Walk) -> str:
    kind = kind_of(walk.run.kind)
    return render_to_string(kind.template, kind.panel(walk.booking, walk.run))
