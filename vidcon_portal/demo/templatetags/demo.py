"""The published logins of the demo, for the sign-in page. Says nothing outside demo mode."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context

from vidcon_portal.accounts.models import User

from ..people import LANES, PASSWORD, PIN

register = template.Library()


@dataclass(frozen=True, slots=True)
class Login:
    username: str
    title: str


@dataclass(frozen=True, slots=True)
class OfficeLogins:
    name: str
    logins: tuple[Login, ...]


@register.inclusion_tag("demo/logins.html", takes_context=True)
def demo_logins(context: Context) -> dict[str, Any]:
    """One button per invented person; a tap signs in, without JavaScript too. One query, none outside demo mode."""
    return {
        "offices": list(_offices()) if settings.DEMO else [],
        "password": PASSWORD,
        "pin": PIN,
        "csrf_token": context.get("csrf_token"),
        "redirect_field": context.get("redirect_field", ""),
    }


def _offices() -> list[OfficeLogins]:
    """The invented people who exist, by office, the applicant first."""
    endings = [f".{code}" for code in LANES]
    found: dict[str, list[Login]] = {ending: [] for ending in endings}
    names: dict[str, str] = {}
    people = User.objects.filter(is_active=True, username__regex=rf"^[a-z0-9]+\.({'|'.join(LANES)})$").order_by("pk")
    rows = people.values_list(
        "username",
        "appointments__position__title",
        "appointments__position__agency__name",
        "appointments__position__office__government",
    )
    for username, title, agency, government in rows:
        ending = f".{username.rpartition('.')[2]}"
        found[ending].append(Login(username, f"{title}, {agency}" if agency else title))
        if government:
            names[ending] = government
    return [
        OfficeLogins(names.get(ending, ending[1:]), tuple(sorted(logins, key=lambda each: not _is_applicant(each))))
        for ending, logins in found.items()
        if logins
    ]


def _is_applicant(login: Login) -> bool:
    return login.username.startswith("pemohon")
