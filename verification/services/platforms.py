"""An office's providers of meetings: connected, proved, left; whatever failed there tried again."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office

from ..choices import Platform
from ..errors import StillAtProvider
from ..meetings import PROVIDERS, MeetingFault
from ..models import LeftoverMeeting, MeetingAccount, MeetingPlatform
from ..queries import meeting_accounts, stands_at_provider, troubled_meetings
from .providing import repeat


@transaction.atomic
def save_platform(platform: MeetingPlatform, *, hosts: Mapping[int, str | None], by: Actor) -> MeetingPlatform:
    """Write the provider and which accounts of the schedule live there: by the resource's id the user, None for none.

    That somebody wrote it is kept, what he wrote is not. Raises StillAtProvider for an account that leaves a provider
    at which it has meetings.
    """
    is_new = platform.pk is None
    platform.save()
    for resource in meeting_accounts(platform.office):
        host, lives = hosts.get(resource.pk), getattr(resource, "meeting_account", None)
        if host is None:
            if lives is not None and lives.platform_id == platform.pk:
                _leave(lives)
        elif lives is None:
            MeetingAccount.objects.create(resource=resource, platform=platform, host=host)
        elif (lives.platform_id, lives.host) != (platform.pk, host):
            if lives.platform_id != platform.pk:
                _refuse_leaving(lives)
            lives.platform, lives.host = platform, host
            lives.save(update_fields=["platform", "host"])
    assert by.user is not None, "a provider is connected by somebody"
    LogEntry.objects.log_actions(by.user.pk, [platform], ADDITION if is_new else CHANGE, "", single_object=True)
    return platform


def probe(platform: MeetingPlatform) -> list[tuple[str, str]]:
    """Ask the provider, which makes nothing there: each account that lives there with what is wrong, empty when all is well.

    Without accounts the credentials alone, under the provider's name. Not inside a transaction.
    """
    provider = PROVIDERS[Platform(platform.provider)]
    accounts = [(each.resource.name, each.host) for each in platform.accounts.select_related("resource")]
    said: list[tuple[str, str]] = []
    for name, host in accounts if provider.counts_calls and accounts else [(platform.name, "")]:
        try:
            provider.probe(platform, host)
        except MeetingFault as fault:
            said.append((name, str(fault)))
        else:
            said.append((name, ""))
    return said


def repeat_troubled(office: Office, *, at: datetime) -> int:
    """After a repair: everything that failed or drifted at a provider is tried again; returns how many."""
    rows = list(troubled_meetings(office))
    for meeting in rows:
        repeat(meeting, at=at)
    return len(rows)


def _leave(account: MeetingAccount) -> None:
    _refuse_leaving(account)
    LeftoverMeeting.objects.filter(account=account).delete()  # all are gone at the provider
    account.delete()


def _refuse_leaving(account: MeetingAccount) -> None:
    if stands_at_provider(account):
        raise StillAtProvider(
            _("%(account)s masih punya rapat mendatang di %(name)s. Ganti rapatnya dahulu, atau tunggu sampai selesai.")
            % {"account": account.resource, "name": account.platform}
        )
