"""The language is Indonesian until a person chooses another; browsers do not choose."""

import pytest
from django.conf import settings


@pytest.mark.parametrize(
    ("cookie", "language"),
    [(None, "id"), ("en", "en"), ("id", "id"), ("xx", "id")],
)
def test_language_is_the_chosen_one(client, db, cookie, language):
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie

    response = client.get("/sehat/", headers={"Accept-Language": "en-US,en;q=0.9"})

    assert response.headers["Content-Language"] == language


def test_a_visitor_chooses_english_on_the_display_page(client, db):
    page = client.get("/tampilan/").content.decode()
    answer = client.post("/tampilan/", {"language": "en", "next": "/lacak/"})
    english = client.get("/lacak/")

    assert '<html lang="id"' in page
    assert 'name="language" value="en"' in page
    assert (answer.status_code, answer["Location"]) == (302, "/lacak/")
    assert '<html lang="en"' in english.content.decode()
    assert "Track a request" in english.content.decode()
    assert english.headers["Content-Language"] == "en"


def test_the_choice_is_kept_with_the_person(client, django_user_model, db):
    user = django_user_model.objects.create_user(username="rina", password="x")
    client.force_login(user)

    client.post("/tampilan/", {"language": "en"})

    user.refresh_from_db()
    assert user.language == "en"


def test_an_unknown_language_is_not_kept(client, db):
    answer = client.post("/tampilan/", {"language": "xx"})

    assert answer.status_code == 200
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


def test_every_page_forbids_foreign_and_inline_code(client, db):
    policy = client.get("/sehat/").headers["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path",
    [
        "/lacak/?tiket=%00",
        "/masuk/?next=%00",
        "/permohonan/?q=%00",
        "/verifikasi/?code=%00",
        "/kalbar/?x%00=1",
        "/admin/accounts/user/?q=%00",
    ],
)
def test_nul_in_an_address_is_a_bad_request(admin_client, path):
    response = admin_client.get(path)

    assert response.status_code == 400
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/masuk/", {"login": "a\x00b", "password": "x"}),
        ("/lacak/", {"ticket": "KALBAR-2026-0001", "code": "\x00"}),
        ("/akun/peran/", {"hat": "\x00"}),
        ("/permohonan/baru/", {"a\x00": "1"}),
    ],
)
def test_nul_in_a_form_is_a_bad_request(admin_client, path, data):
    assert admin_client.post(path, data).status_code == 400


def test_a_cookie_with_nul_counts_as_absent(client, db):
    response = client.get("/tugas/", headers={"Cookie": f'{settings.SESSION_COOKIE_NAME}="\\000aaaaaaaaaaaaaaaa"'})

    assert response.status_code == 302


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "idna"])
def test_text_in_a_strange_encoding_is_a_bad_request(client, db, charset):
    response = client.generic(
        "POST", "/lacak/?tiket=a", b"ticket=a", content_type=f"multipart/form-data; charset={charset}"
    )

    assert response.status_code == 400


def test_the_api_says_so_in_json(client, db):
    response = client.get("/api/v1/bookings?q=%00")

    assert (response.status_code, response.json()["type"]) == (400, "bad-request")


def test_the_admin_has_no_door_of_its_own(client, db):
    """Its own form would know neither rate limits nor a second factor."""
    response = client.post("/admin/login/?next=/admin/", {"username": "admin", "password": "x"})

    assert (response.status_code, response["Location"]) == (302, "/masuk/?next=%2Fadmin%2F")
