"""Tokens, sessions, hats: who calls, and every way of not being let in."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from tests.api.conftest import Caller
from vidcon_portal.accounts.choices import AppointmentKind
from vidcon_portal.accounts.models import ApiToken, Appointment, Delegation, Position, User
from vidcon_portal.accounts.services.tokens import token_hash


def ask_token(**body: str) -> Any:
    return Client().post("/api/v1/token", body, content_type="application/json")


def test_token_opens_the_api_for_twelve_hours(world: None, monday: datetime) -> None:
    response = ask_token(username="kadis.kalbar", password="vidcon")

    assert response.status_code == 200
    token = response.json()["token"]
    assert datetime.fromisoformat(response.json()["expires_at"]) == monday + timedelta(hours=12)
    headers = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/me", headers=headers).json()["user"]["username"] == "kadis.kalbar"
    with time_machine.travel(monday + timedelta(hours=12, seconds=1), tick=False):
        assert Client().get("/api/v1/me", headers=headers).status_code == 401


def test_only_the_hash_of_a_token_is_kept(world: None) -> None:
    token = ask_token(username="kadis.kalbar", password="vidcon").json()["token"]

    row = ApiToken.objects.get(hash=token_hash(token))
    assert token not in (row.hash, row.password_mark)


@pytest.mark.parametrize(
    "body",
    [
        {"username": "kadis.kalbar", "password": "salah"},
        {"username": "tidak.ada", "password": "vidcon"},
        {"username": "kadis.kalbar", "password": ""},
    ],
)
def test_wrong_credentials_are_one_and_the_same_problem(world: None, body: dict[str, str]) -> None:
    response = ask_token(**body)

    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "unauthorized"
    assert response.json()["detail"] == "Nama pengguna atau kata sandi salah."
    assert not ApiToken.objects.exists()


def test_the_eleventh_wrong_try_has_to_wait_and_others_do_not(world: None) -> None:
    for _number in range(10):
        assert ask_token(username="kadis.kalbar", password="salah").status_code == 401

    blocked = ask_token(username="kadis.kalbar", password="vidcon")
    assert blocked.status_code == 429
    assert blocked.json()["type"] == "too-many-requests"
    assert blocked["Retry-After"] == "300"
    assert ask_token(username="tu.kalbar", password="vidcon").status_code == 200


def test_right_tries_are_not_counted(world: None) -> None:
    for _number in range(12):
        assert ask_token(username="kadis.kalbar", password="vidcon").status_code == 200


def test_second_factor_is_asked_for_and_a_code_counts_once(world: None) -> None:
    user = User.objects.get(username="kadis.kalbar")
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))

    without = ask_token(username="kadis.kalbar", password="vidcon")
    wrong = ask_token(username="kadis.kalbar", password="vidcon", otp="000000" if code != "000000" else "111111")
    right = ask_token(username="kadis.kalbar", password="vidcon", otp=code)
    again = ask_token(username="kadis.kalbar", password="vidcon", otp=code)

    assert [each.status_code for each in (without, wrong, right, again)] == [401, 401, 200, 401]
    assert without.json()["otp_required"] is True
    assert Authenticator.objects.filter(user=user).count() == 1


def test_new_password_ends_every_token(caller: Callable[[str], Caller]) -> None:
    head = caller("kadis.kalbar")
    assert head.get("/me").status_code == 200

    head.user.set_password("kata-sandi-baru")
    head.user.save()

    assert head.get("/me").status_code == 401


def test_stranger_hears_401_on_every_method(world: None) -> None:
    for response in (Client().get("/api/v1/bookings"), Client(enforce_csrf_checks=True).post("/api/v1/bookings")):
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Bearer"
        assert response.json()["type"] == "unauthorized"


def test_unknown_token_is_refused_even_beside_a_session(world: None) -> None:
    browser = Client()
    browser.force_login(User.objects.get(username="kadis.kalbar"), "vidcon_portal.accounts.backends.AccountBackend")

    assert browser.get("/api/v1/me").status_code == 200
    assert browser.get("/api/v1/me", headers={"Authorization": "Bearer bukan-token"}).status_code == 401


def test_browser_writes_only_with_the_csrf_token(world: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(username="pemohon.kalbar"), "vidcon_portal.accounts.backends.AccountBackend")

    response = browser.post("/api/v1/bookings", {}, content_type="application/json")

    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"
    assert "CSRF" in response.json()["detail"]


def test_me_lists_the_hats(caller: Callable[[str], Caller]) -> None:
    head = caller("kadis.kalbar")

    me = head.get("/me").json()

    appointment = Appointment.objects.get(user=head.user)
    assert me["acting_as"] == str(appointment.pk)
    assert me["appointments"] == [
        {
            "key": str(appointment.pk),
            "title": "Kepala Dinas Komunikasi dan Informatika",
            "role": "office_head",
            "office": "kalbar",
            "agency": None,
            "on_behalf_of": None,
        }
    ]


def test_hat_is_chosen_by_header(caller: Callable[[str], Caller]) -> None:
    registrar = caller("tu.kalbar")
    head = Position.objects.get(office__code="kalbar", role="office_head")
    acting = Appointment.objects.create(
        user=registrar.user,
        position=head,
        kind=AppointmentKind.DAILY_ACTING,
        starts_on=date(2026, 8, 24),
        ends_on=date(2026, 8, 25),
    )
    lent = Delegation.objects.create(
        position=head,
        delegate=Appointment.objects.get(user=registrar.user, kind=AppointmentKind.DEFINITIVE),
        starts_on=date(2026, 8, 24),
        ends_on=date(2026, 8, 25),
    )

    assert len(registrar.get("/me").json()["appointments"]) == 3
    for key in (str(acting.pk), f"d{lent.pk}"):
        registrar.hat = key
        assert registrar.get("/me").json()["acting_as"] == key


@pytest.mark.parametrize("hat", ["999999", "d1", "kadis", "' OR 1=1"])
def test_foreign_hat_is_not_yours(caller: Callable[[str], Caller], hat: str) -> None:
    head = caller("kadis.kalbar")
    head.hat = hat

    response = head.get("/bookings")

    assert response.status_code == 403
    assert response.json()["type"] == "not-yours"


def test_superuser_without_position_sees_no_request(
    caller: Callable[[str], Caller], submitted: Callable[..., str]
) -> None:
    ticket = submitted("kalbar")
    admin = caller("admin")

    assert admin.user.is_superuser
    assert admin.get("/me").json()["acting_as"] is None
    assert admin.get("/bookings").json()["total"] == 0
    assert admin.get(f"/bookings/{ticket}").status_code == 404
