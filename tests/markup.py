"""What is wrong with a page's HTML: mistakes of the parser's own list, and references that lead nowhere.

The standard's whole list is in the Nu checker, which needs Java and stays outside the suite (docs/testing.md).
"""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser

OWN = re.compile(r"(data|aria)-[a-z0-9-]+|http-equiv|accept-charset")
INSTANT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?([+-]\d\d:\d\d|Z)?)?|\d\d:\d\d|P[\dTHMSD.]+")
CONTROLS = {"button", "input", "meter", "output", "progress", "select", "textarea"}
POINTING = ("aria-labelledby", "aria-describedby", "aria-controls", "form", "list", "popovertarget")
INTERACTIVE = {"a", "button", "input", "label", "select", "summary", "textarea"}
HOLDS_ONLY = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "tr": {"td", "th"}}


def markup_faults(html: str) -> list[str]:
    """A line for each fault; empty for a page as it should be."""
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(html)
    lines = html.splitlines()
    faults = [f"{code} {where}: {lines[where[0] - 1].strip()[:120]}" for where, code, _values in parser.errors]
    elements = [each for each in tree.iter() if isinstance(each.tag, str)]
    ids = Counter(each.get("id") for each in elements if each.get("id") is not None)
    faults += [f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1 or not name]
    controls = {each.get("id") for each in elements if each.tag in CONTROLS and each.get("type") != "hidden"}
    for each in elements:
        if each.tag == "label" and each.get("for") is not None and each.get("for") not in controls:
            faults.append(f"label for {each.get('for')!r}, which is no control")
        for name in POINTING:
            faults += [f"{name} {id_!r} is nowhere" for id_ in (each.get(name) or "").split() if id_ not in ids]
        faults += _own_faults(each)
    return faults


def _own_faults(element: Element) -> Iterator[str]:
    tag = str(element.tag)
    if not tag.startswith("{"):  # drawings keep SVG's own names
        yield from (f"{tag} has {name}" for name in element.attrib if "-" in name and not OWN.fullmatch(name))
    if tag == "time" and not INSTANT.fullmatch(element.get("datetime") or (element.text or "").strip()):
        yield f"time {element.get('datetime')!r}"
    only = HOLDS_ONLY.get(tag)
    if only:
        yield from (
            f"{child.tag} in {tag}" for child in element if isinstance(child.tag, str) and child.tag not in only
        )
    if tag in ("a", "button"):
        inner = [each.tag for each in element.iter() if each is not element and each.tag in INTERACTIVE]
        yield from (f"{each} in {tag}" for each in inner)
