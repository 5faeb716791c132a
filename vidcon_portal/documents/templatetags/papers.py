"""How single values are printed on a paper."""

from django import template

from vidcon_portal.documents.wording import spell_nip

register = template.Library()
register.filter("spell_nip", spell_nip)


@register.filter
def sentence(text: str) -> str:
    """The text with a full stop at its end, unless it already ends one."""
    text = text.strip()
    return text if not text or text[-1] in ".!?:…" else f"{text}."
