"""What an error report may tell whoever reads it: what was asked, never a secret."""

import re
from collections.abc import ItemsView
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

SECRET = re.compile(
    r"api|token|key|secret|pass|signature|http_cookie|authorization|pin|nik|otp|code|join_url|meeting_link|url$", re.I
)


class SilentFilter(SafeExceptionReporterFilter):
    """Hides PIN, passphrase, NIK, passwords, codes and links in every form, whichever view failed; local variables stay at home."""

    hidden_settings = SECRET

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        if request is None:
            return {}
        return {
            name: self.cleansed_substitute if SECRET.search(name) else request.POST.getlist(name)
            for name in request.POST
        }

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return dict[str, Any]().items()
