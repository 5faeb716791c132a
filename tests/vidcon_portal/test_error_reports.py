"""A report of a fault names no secret, whichever view failed."""

import sys

from django.test import RequestFactory
from django.views.debug import get_exception_reporter_class, get_exception_reporter_filter


def test_a_report_holds_neither_pin_nor_password_nor_local_variables():
    request = RequestFactory().post(
        "/permohonan/X/forward/",
        {
            "pin": "739152",
            "password": "kuncirahasia",
            "passphrase": "frasa-ku",
            "nik": "6471010101800001",
            "note": "ya",
        },
    )
    local_secret = "739152"  # noqa: F841 - it must not be found
    try:
        raise RuntimeError("gagal")
    except RuntimeError:
        report = get_exception_reporter_class(request)(request, *sys.exc_info()).get_traceback_text()

    assert get_exception_reporter_filter(request).get_post_parameters(request)["note"] == ["ya"]
    assert "739152" not in report.replace('"pin": "739152"', "")
    for secret in ("kuncirahasia", "frasa-ku", "6471010101800001"):
        assert secret not in report
