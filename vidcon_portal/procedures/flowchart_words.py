"""What the arrows of a flowchart say, for whoever does not see them: on a phone, read aloud, in the tagged PDF."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .flowchart_edges import Course, Edge, edges_of
from .preset_parts import Preset


def say_ways(preset: Preset) -> dict[int, str]:
    """By row where its arrows lead: "Ya: ke baris 5, Kepala Bidang; Tidak: kembali ke baris 1, Pemohon".

    What happens together comes last; the last row ends the SOP.
    """
    titles = {lane.code: lane.title for lane in preset.lanes}
    found: dict[int, list[str]] = {}
    for edge in sorted(edges_of(preset), key=lambda edge: edge.course == Course.TOGETHER):
        found.setdefault(edge.source[0], []).append(_say(edge, titles))
    if preset.rows:
        found.setdefault(preset.rows[-1].number, [_("Selesai")])
    return {number: capfirst("; ".join(dict.fromkeys(ways))) for number, ways in found.items()}


def _say(edge: Edge, titles: dict[str, str]) -> str:
    (row, lane), (target, other) = edge.source, edge.target
    values = {"from": titles[lane], "lane": titles[other], "row": target}
    if edge.course == Course.TOGETHER:
        return _("%(from)s bersama %(lane)s") % values
    if target == row:
        way = _("dari %(from)s ke %(lane)s") % values
    elif target < row:
        way = _("kembali ke baris %(row)d, %(lane)s") % values
    else:
        way = _("ke baris %(row)d, %(lane)s") % values
    said = {Course.YES: _("Ya"), Course.NO: _("Tidak")}.get(edge.course)
    return f"{said}: {way}" if said else way
