"""Signing in through an OpenID Connect provider that behaves like Keycloak, over real HTTP; faults and attacks included."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from tests.local_server import Answer, Asked, serve
from tests.vidcon_portal.accounts.people import make_user
from vidcon_portal.accounts.models import User
from vidcon_portal.environment import single_sign_on

pytestmark = pytest.mark.django_db

REALM = "/realms/pegawai"
START = "/masuk/sso/sso/"


class Keycloak:
    """A realm with one person; ``said`` is what it says of him."""

    def __init__(self) -> None:
        self.said: dict[str, Any] = {"sub": "f3a1", "email": "rina@dinkes.go.id", "email_verified": True}
        self.verifiers: list[str] = []
        self.url = ""

    def __call__(self, asked: Asked) -> Answer:
        body, status = self.reply(asked)
        return Answer(body, status, {"Content-Type": "application/json"})

    def reply(self, asked: Asked) -> tuple[dict[str, Any], int]:
        base, endpoints = f"{self.url}{REALM}", f"{self.url}{REALM}/protocol/openid-connect"
        match asked.path.removeprefix(REALM):
            case "/.well-known/openid-configuration":
                names = {"authorization": "auth", "token": "token", "userinfo": "userinfo"}
                found = {f"{name}_endpoint": f"{endpoints}/{path}" for name, path in names.items()}
                methods = {"token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"]}
                return {"issuer": base, "jwks_uri": f"{endpoints}/certs", **found, **methods}, 200
            case "/protocol/openid-connect/token":
                self.verifiers.append(asked.form["code_verifier"])
                if asked.form["code"] != "baik" or asked.form["client_secret"] != "rahasia":
                    return {"error": "invalid_grant"}, 400
                claims = {**self.said, "iss": base, "aud": "portal", "exp": time.time() + 60, "iat": time.time()}
                token = jwt.encode(claims, "x" * 32, algorithm="HS256")
                return {"access_token": "akses", "token_type": "Bearer", "id_token": token}, 200
            case "/protocol/openid-connect/userinfo" if asked.headers.get("authorization") == "Bearer akses":
                return self.said, 200
        return {}, 404


@pytest.fixture
def keycloak(settings: Any) -> Iterator[Keycloak]:
    realm = Keycloak()
    with serve(realm) as server:
        realm.url = server.url
        apps = single_sign_on(
            environ={
                "OIDC_SERVER_URL": f"{server.url}{REALM}/",
                "OIDC_CLIENT_ID": "portal",
                "OIDC_CLIENT_SECRET": "rahasia",
                "OIDC_NAME": "SSO Provinsi",
            }
        )
        settings.OIDC_APPS = apps
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}
        yield realm


def come_back(client: Client, *, code: str = "baik", state: str = "", start: str = START) -> Any:
    """To the provider and back with its code; ``state`` replaces the one that we gave along."""
    sent = client.post(start)
    asked = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(f"{START}kembali/", {"code": code, "state": state or asked["state"][0]})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_connected_account_is_entered_through_the_provider(keycloak: Keycloak) -> None:
    user = make_user(email="lain@dinkes.go.id")
    here, there = Client(), Client()
    here.force_login(user)
    assert "Hubungkan SSO" in here.get("/akun/").content.decode()
    assert "Masuk dengan SSO Provinsi" in there.get("/masuk/").content.decode()

    connected = come_back(here, start=f"{START}?process=connect")
    entered = come_back(there)

    assert connected.headers["Location"] == "/akun/keamanan/sso/"
    assert entered.headers["Location"] == "/tugas/"
    assert int(there.session["_auth_user_id"]) == user.pk
    assert all(keycloak.verifiers)


def test_who_is_not_connected_gets_no_account_and_is_told_the_way(keycloak: Keycloak, client: Client) -> None:
    """Not even where the address is the same: the provider's word for it is not trusted unless a setting says so."""
    user = make_user(email="rina@dinkes.go.id")
    before = User.objects.count()

    page = come_back(client)

    assert "Akun belum terhubung" in page.content.decode()
    assert not is_signed_in(client)
    assert (User.objects.count(), SocialAccount.objects.filter(user=user).count()) == (before, 0)


@pytest.mark.parametrize(("verified", "entered"), [(True, True), (False, False)])
def test_a_trusted_providers_verified_address_opens_its_account(
    verified: bool, entered: bool, keycloak: Keycloak, client: Client, settings: Any
) -> None:
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    keycloak.said["email_verified"] = verified
    user = make_user(email="rina@dinkes.go.id")

    come_back(client)

    assert is_signed_in(client) == entered
    assert SocialAccount.objects.filter(user=user).exists() == entered


def test_a_switched_off_account_stays_out(keycloak: Keycloak) -> None:
    user = make_user(is_active=False)
    SocialAccount.objects.create(user=user, provider="sso", uid="f3a1")
    client = Client()

    come_back(client)

    assert not is_signed_in(client)


@pytest.mark.parametrize("attack", [{"state": "tebakan"}, {"code": "busuk"}], ids=["forged-state", "bad-code"])
def test_a_forged_return_signs_nobody_in(attack: dict[str, str], keycloak: Keycloak, client: Client) -> None:
    SocialAccount.objects.create(user=make_user(), provider="sso", uid="f3a1")

    page = come_back(client, **attack)

    assert "Belum masuk" in page.content.decode()
    assert not is_signed_in(client)


def test_a_provider_that_is_down_is_a_sentence(keycloak: Keycloak, client: Client, settings: Any) -> None:
    settings.OIDC_APPS[0]["settings"]["server_url"] = "http://127.0.0.1:9/realms/pegawai"

    page = client.post(START)

    assert (page.status_code, "SSO tidak menjawab" in page.content.decode()) == (503, True)


def test_half_a_configuration_is_refused_aloud() -> None:
    assert single_sign_on(environ={}) == []
    with pytest.raises(ImproperlyConfigured, match="OIDC_CLIENT_ID, OIDC_CLIENT_SECRET"):
        single_sign_on(environ={"OIDC_SERVER_URL": "https://sso.contohprov.go.id/realms/pegawai"})
    with pytest.raises(ImproperlyConfigured, match="must look like"):
        single_sign_on(environ={"OIDC_SERVER_URL": "sso", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"})
