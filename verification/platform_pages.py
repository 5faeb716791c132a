"""Plain lines for the pages of providers."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Badge, Fact
from vidcon_portal.ui.wording import say_clock, say_short_date

from .choices import Platform
from .meetings import PROVIDERS
from .models import Meeting, MeetingAccount, MeetingPlatform
from .services.providing import DAILY_LIMIT


@dataclass(frozen=True, slots=True)
class PlatformLine:
    """One provider: its accounts with what they have left today."""

    name: str
    kind: str
    badge: Badge
    url: str
    accounts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class TroubleLine:
    """One meeting that did not come about; ``url`` is empty for a request that the reader may not open."""

    ticket: str
    url: str
    when: str
    why: str


def platform_lines(platforms: Iterable[MeetingPlatform], *, at: datetime) -> list[PlatformLine]:
    return [
        PlatformLine(
            platform.name,
            str(Platform(platform.provider).label),
            Badge(State.DONE, _("Dipakai")) if platform.is_active else Badge(State.NEUTRAL, _("Tidak dipakai")),
            reverse("verification:platform", args=[platform.pk]),
            tuple(Fact(each.resource.name, _account(each, platform, at)) for each in platform.accounts.all()),
        )
        for platform in platforms
    ]


def _account(account: MeetingAccount, platform: MeetingPlatform, at: datetime) -> str:
    if not PROVIDERS[Platform(platform.provider)].counts_calls:
        return _("dibuat otomatis")
    calls = account.calls if account.calls_on == at.astimezone(UTC).date() else 0
    words = {"host": account.host, "calls": calls, "limit": DAILY_LIMIT}
    return _("%(host)s, hari ini %(calls)d dari %(limit)d pembuatan dan perubahan") % words


def trouble_lines(meetings: Iterable[Meeting], *, opens: Container[int]) -> list[TroubleLine]:
    """``opens``: the requests whose page the reader may open."""
    lines = []
    for meeting in meetings:
        session = meeting.session
        when = f"{say_short_date(session.starts_at)}, {say_clock(session.starts_at)}"
        url = session.booking.get_absolute_url() if session.booking_id in opens else ""
        lines.append(TroubleLine(session.booking.ticket or "", url, when, meeting.provider_line))
    return lines
