"""A passkey is made on one's own phone and opens the portal without a password."""

from playwright.sync_api import expect

from tests.journeys.person import PATIENCE, Cast
from vidcon_portal.accounts.models import User
from vidcon_portal.demo.people import PASSWORD


def test_a_passkey_signs_in_without_a_password(cast: Cast) -> None:
    person = cast.person("bidang.kalbar")
    page = person.page
    phone = page.context.new_cdp_session(page)
    phone.send("WebAuthn.enable")
    keys = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    presence = {"isUserVerified": True, "automaticPresenceSimulation": True}
    phone.send("WebAuthn.addVirtualAuthenticator", {"options": {**keys, **presence}})

    person.open("/akun/keamanan/kunci-sandi/tambah/")
    if person.is_at("/akun/keamanan/konfirmasi/"):
        page.locator("main input[type=password]").fill(PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url("**/tambah/")
    expect(page.get_by_label("Masuk tanpa kata sandi dengan kunci ini")).to_be_checked()
    with page.expect_navigation(timeout=PATIENCE):
        page.locator("#mfa_webauthn_add").click()
    page.context.clear_cookies()
    page.goto(f"{cast.base}/masuk/")
    with page.expect_navigation(url=f"{cast.base}/tugas/", timeout=PATIENCE):
        page.get_by_role("button", name="Masuk dengan kunci sandi").click()

    expect(page.locator("h1")).to_have_text("Kotak tugas")
    assert User.objects.get(username="bidang.kalbar").authenticator_set.count() == 2  # the key and its spare codes
