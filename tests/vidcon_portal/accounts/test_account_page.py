"""Signing in, the account page, changing hats."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.vidcon_portal.accounts.people import make_office, make_position, make_user, seat
from vidcon_portal.accounts.choices import AppointmentKind, Role
from vidcon_portal.accounts.models import Appointment, Delegation, Office, User
from vidcon_portal.accounts.pins import check_pin

pytestmark = pytest.mark.django_db

PASSWORD = "rahasia-sekali"


def week() -> dict[str, object]:
    """From yesterday on: today has begun neither everywhere nor at the same moment."""
    today = timezone.localdate()
    return {"starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=5)}


@pytest.fixture
def secretary() -> Appointment:
    """A secretary who is Plt. head as well: two hats."""
    office = make_office(timezone="Asia/Jakarta")
    own = seat(make_position(office, Role.SECRETARY))
    seat(make_position(office, Role.OFFICE_HEAD), own.user, kind=AppointmentKind.ACTING, **week())
    return own


@pytest.fixture
def signed_in(client: Client, secretary: Appointment) -> Client:
    client.force_login(secretary.user)
    return client


def test_sign_in_and_out_paths(client: Client) -> None:
    user = make_user()

    page = client.get("/masuk/")
    refused = client.post("/masuk/", {"login": user.username, "password": "salah"})
    entered = client.post("/masuk/", {"login": user.username, "password": PASSWORD})
    left = client.post("/keluar/")

    assert (page.status_code, refused.status_code) == (200, 200)
    assert (entered.status_code, entered.headers["Location"]) == (302, "/tugas/")
    assert left.status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["account_reset_password", "account_reset_password_done", "account_signup"])
def test_sign_in_pages_open_for_visitors(name: str, client: Client) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_signing_oneself_up_is_closed(client: Client) -> None:
    client.post("/daftar/", {"username": "baru", "password1": PASSWORD, "password2": PASSWORD})

    assert not User.objects.filter(username="baru").exists()


@pytest.mark.parametrize("path", ["/akun/", "/akun/pin/", "/akun/peran/"])
def test_account_pages_need_signing_in(path: str, client: Client) -> None:
    assert client.get(path).headers["Location"] == f"/masuk/?next={path}"


def test_account_page_shows_hats_and_masks_nip(signed_in: Client, secretary: Appointment) -> None:
    User.objects.filter(pk=secretary.user.pk).update(nip="196704071998031007")

    page = signed_in.get("/akun/")

    assert page.status_code == 200
    assert [line.worn for line in page.context["hats"]] == [True, False]
    assert "19670407******1007" in page.content.decode()
    assert "196704071998031007" not in page.content.decode()
    assert signed_in.session["timezone"] == "Asia/Jakarta"


def test_account_page_costs_a_bounded_number_of_queries(
    signed_in: Client, secretary: Appointment, django_assert_max_num_queries
) -> None:
    signed_in.get("/akun/")
    for _each in range(5):
        seat(make_position(secretary.position.office), secretary.user)

    with django_assert_max_num_queries(14):
        signed_in.get("/akun/")


def test_switch_hat_lasts_for_the_session(signed_in: Client, secretary: Appointment) -> None:
    acting = secretary.user.appointments.get(kind=AppointmentKind.ACTING)

    answer = signed_in.post("/akun/peran/", {"hat": acting.pk, "next": "/tugas/"})
    page = signed_in.get("/akun/")

    assert answer.headers["Location"] == "/tugas/"
    assert page.wsgi_request.actor.appointment == acting
    assert [line.worn for line in page.context["hats"]] == [False, True]


def test_the_worn_hat_stands_on_every_page_of_who_has_several(signed_in: Client, secretary: Appointment) -> None:
    page = signed_in.get("/akun/").content.decode()

    masthead = page.partition("</header>")[0]
    assert masthead.count(f"<b>{secretary.printed_title}</b>") == 1
    assert "Ganti peran" in masthead
    alone = Client()
    alone.force_login(seat(make_position(make_office(), Role.STAFF)).user)
    assert "Ganti peran" not in alone.get("/akun/").content.decode().partition("</header>")[0]


def test_switch_hat_to_someone_elses_is_refused(signed_in: Client, secretary: Appointment) -> None:
    other = seat(make_position(make_office()))

    page = signed_in.post("/akun/peran/", {"hat": other.pk, "next": "https://jahat.example/"}, follow=True)

    assert "Anda tidak memegang jabatan itu" in page.content.decode()
    assert page.wsgi_request.actor.appointment == secretary


def test_switch_hat_never_leads_to_another_site(signed_in: Client, secretary: Appointment) -> None:
    answer = signed_in.post("/akun/peran/", {"hat": secretary.pk, "next": "https://jahat.example/"})

    assert answer.headers["Location"] == "/akun/"


def test_chosen_hat_that_ended_falls_back_and_says_so(signed_in: Client, secretary: Appointment) -> None:
    acting = secretary.user.appointments.get(kind=AppointmentKind.ACTING)
    signed_in.post("/akun/peran/", {"hat": acting.pk})
    acting.ended_at = timezone.now()
    acting.save()

    page = signed_in.get("/akun/", follow=True)

    assert page.wsgi_request.actor.appointment == secretary
    assert "hat" not in signed_in.session


def test_visitor_has_no_actor(client: Client) -> None:
    assert client.get("/masuk/").wsgi_request.actor is None


def test_back_again_ends_acting(client: Client) -> None:
    head = make_position(make_office(), Role.OFFICE_HEAD)
    holder = seat(head)
    acting = seat(head, kind=AppointmentKind.DAILY_ACTING, **week())
    client.force_login(holder.user)

    before = client.get("/akun/")
    after = client.post(f"/akun/pengganti/{acting.pk}/akhiri/", follow=True)

    assert f"Plh. {acting.user.name} sedang menjabat." in before.content.decode()
    assert "Saya sudah kembali" in before.content.decode()
    assert "Tugas kembali kepada pejabat definitif." in after.content.decode()
    acting.refresh_from_db()
    assert acting.ended_at is not None


def test_office_admin_names_and_ends_an_acting_official(client: Client) -> None:
    """From the page, with dates; nobody else may, and nobody of another office can be chosen."""
    office = make_office()
    head, deputy = seat(make_position(office, Role.OFFICE_HEAD)), seat(make_position(office, Role.SECRETARY))
    keeper = seat(make_position(office, Role.OFFICE_ADMIN))
    elsewhere = seat(make_position(make_office(), Role.OFFICE_HEAD))
    days = {f"acting-{name}": f"{day:%Y-%m-%d}" for name, day in week().items()}
    wanted = {"acting-position": head.position.pk, "acting-person": deputy.pk, "acting-kind": "daily_acting", **days}

    client.force_login(head.user)
    assert client.post("/akun/pengganti/", wanted).status_code == 404
    client.force_login(keeper.user)
    strange = {**wanted, "acting-position": elsewhere.position.pk, "acting-person": elsewhere.pk}
    refused = client.post("/akun/pengganti/", strange)
    named = client.post("/akun/pengganti/", wanted)
    twice = client.post("/akun/pengganti/", {**wanted, "acting-kind": "acting"})

    term = Appointment.objects.get(position=head.position, kind=AppointmentKind.DAILY_ACTING)
    assert (refused.status_code, named.status_code, twice.status_code) == (422, 302, 422)
    assert sorted(refused.context["acting_form"].errors) == ["person", "position"]
    assert "sudah memiliki Plt. atau Plh." in twice.content.decode()
    assert term.user == deputy.user
    assert f"Plh. {head.position.title}" in client.get("/akun/").content.decode()
    client.post(f"/akun/pengganti/{term.pk}/akhiri/")
    term.refresh_from_db()
    assert term.ended_at is not None


def test_back_again_for_a_stranger_is_not_found(signed_in: Client) -> None:
    acting = seat(make_position(make_office()), kind=AppointmentKind.DAILY_ACTING, **week())

    assert signed_in.post(f"/akun/pengganti/{acting.pk}/akhiri/").status_code == 404
    acting.refresh_from_db()
    assert acting.ended_at is None


def test_profile_takes_numbers_as_people_write_them(signed_in: Client, secretary: Appointment) -> None:
    answer = signed_in.post("/akun/profil/", {"profile-name": "Dr. Ani, M.T.", "profile-phone": "62812-3456-7890"})

    assert answer.headers["Location"] == "/akun/#profil"
    secretary.user.refresh_from_db()
    assert (secretary.user.name, secretary.user.phone) == ("Dr. Ani, M.T.", "+6281234567890")


def test_profile_refused_keeps_what_was_typed(signed_in: Client, secretary: Appointment) -> None:
    page = signed_in.post("/akun/profil/", {"profile-name": "", "profile-phone": "bukan nomor"})

    assert page.status_code == 422
    assert page.context["profile_form"].errors == {
        "name": ["Isi nama lengkap."],
        "phone": ["Nomor telepon tidak dikenal. Tulis seperti 0812-3456-7890."],
    }
    assert 'value="bukan nomor"' in page.content.decode()
    assert signed_in.get("/akun/profil/").headers["Location"] == "/akun/"


def test_email_needs_the_password_and_a_free_address(signed_in: Client, secretary: Appointment) -> None:
    taken = make_user().email
    before = secretary.user.email

    without = signed_in.post("/akun/pos-el/", {"email-email": "baru@contoh.go.id", "email-password": "salah"})
    double = signed_in.post("/akun/pos-el/", {"email-email": taken.upper(), "email-password": PASSWORD})
    secretary.user.refresh_from_db()
    unchanged = secretary.user.email
    done = signed_in.post("/akun/pos-el/", {"email-email": "baru@contoh.go.id", "email-password": PASSWORD})

    assert (without.status_code, double.status_code, done.status_code) == (422, 422, 302)
    assert double.context["email_form"].errors == {"email": ["Pos-el ini dipakai akun lain. Isi alamat Anda sendiri."]}
    secretary.user.refresh_from_db()
    assert (unchanged, secretary.user.email) == (before, "baru@contoh.go.id")


def test_display_is_stored_and_given_to_the_browser(signed_in: Client, secretary: Appointment) -> None:
    answer = signed_in.post("/akun/tampilan/", {"display-theme": "dark", "display-language": "en"})

    secretary.user.refresh_from_db()
    assert (secretary.user.theme, secretary.user.language) == ("dark", "en")
    assert (answer.cookies["theme"].value, answer.cookies["django_language"].value) == ("dark", "en")


def test_the_look_chosen_on_its_own_page_follows_the_person(signed_in: Client, secretary: Appointment) -> None:
    assert "pada akun Anda" in signed_in.get("/tampilan/").content.decode()
    for posted, kept in (("dark", "dark"), ("device", "")):
        signed_in.post("/tampilan/", {"theme": posted})
        assert User.objects.get(pk=secretary.user_id).theme == kept


def test_first_page_after_signing_in_brings_stored_look(client: Client) -> None:
    user = make_user(theme="dark", language="en")
    client.force_login(user)

    first, second = client.get("/akun/"), client.get("/akun/")

    assert (first.cookies["theme"].value, first.cookies["django_language"].value) == ("dark", "en")
    assert "theme" not in second.cookies


def test_pin_is_set_with_the_password_only(signed_in: Client, secretary: Appointment) -> None:
    new = {"pin-new_pin": "280417", "pin-repeated_pin": "280417"}

    refused = signed_in.post("/akun/pin/", {**new, "pin-password": "salah"})
    weak = signed_in.post("/akun/pin/", {"pin-new_pin": "123456", "pin-repeated_pin": "1", "pin-password": PASSWORD})
    secretary.user.refresh_from_db()
    assert (refused.status_code, weak.status_code, secretary.user.pin_hash) == (422, 422, "")
    assert "280417" not in refused.content.decode()

    done = signed_in.post("/akun/pin/", {**new, "pin-password": PASSWORD})

    assert done.status_code == 302
    check_pin(secretary.user, "280417", at=timezone.now())


def test_delegation_from_the_page(client: Client) -> None:
    office = make_office()
    holder = seat(make_position(office, Role.OFFICE_HEAD))
    receiver = seat(make_position(office, Role.SECRETARY))
    stranger = seat(make_position(make_office(), Role.SECRETARY))
    client.force_login(holder.user)
    data = {
        "delegation-position": holder.position.pk,
        "delegation-scope": ["dispose"],
        "delegation-starts_on": week()["starts_on"],
        "delegation-ends_on": week()["ends_on"],
    }

    foreign = client.post("/akun/pelimpahan/", {**data, "delegation-delegate": stranger.pk})
    backwards = client.post(
        "/akun/pelimpahan/", {**data, "delegation-delegate": receiver.pk, "delegation-ends_on": "2020-01-01"}
    )
    over = {"delegation-starts_on": "2020-01-01", "delegation-ends_on": "2020-01-05"}
    past = client.post("/akun/pelimpahan/", {**data, "delegation-delegate": receiver.pk, **over})
    assert "Masa ini sudah lewat." in past.content.decode()
    assert (foreign.status_code, backwards.status_code, Delegation.objects.count()) == (422, 422, 0)
    done = client.post("/akun/pelimpahan/", {**data, "delegation-delegate": receiver.pk})
    delegation = Delegation.objects.get()
    again = client.post("/akun/pelimpahan/", {**data, "delegation-delegate": receiver.pk})
    assert "sudah dilimpahkan kepada" in again.content.decode()
    client.post(f"/akun/pelimpahan/{delegation.pk}/cabut/")

    assert done.headers["Location"] == "/akun/#pelimpahan"
    assert (delegation.delegate, delegation.scope) == (receiver, ["dispose"])
    delegation.refresh_from_db()
    assert delegation.ended_at is not None


@pytest.mark.parametrize(
    "model", ["user", "office", "agency", "position", "appointment", "delegation", "dutyroster", "holiday"]
)
def test_admin_lists_and_forms_open(model: str, client: Client) -> None:
    own = seat(make_position(make_office()))
    Delegation.objects.create(position=make_position(own.position.office), delegate=own, **week())
    client.force_login(make_user(is_staff=True, is_superuser=True))

    assert client.get(f"/admin/accounts/{model}/", {"q": "a"}).status_code == 200
    assert client.get(f"/admin/accounts/{model}/add/").status_code == 200


def test_admin_imports_holidays(client: Client) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))

    page = client.post("/admin/accounts/holiday/", {"action": "import_from_library"}, follow=True)

    assert "ditambahkan" in page.content.decode()


def test_admin_refuses_hours_that_no_clock_can_read(client: Client) -> None:
    office = make_office()
    client.force_login(make_user(is_staff=True, is_superuser=True))

    page = client.post(
        f"/admin/accounts/office/{office.pk}/change/", {"timezone": "Asia/Makassar", "weekly_hours": "{}"}
    )
    errors = page.context["adminform"].form.errors

    assert page.status_code == 200
    assert "weekly_hours" in errors


@pytest.mark.parametrize(
    ("name", "kind", "word"), [("lambang.svg", "", "gambar"), ("lambang.gif", "GIF", "Lambang harus PNG atau JPG")]
)
def test_admin_refuses_an_emblem_that_no_letterhead_prints(client: Client, name: str, kind: str, word: str) -> None:
    office = make_office()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    content = io.BytesIO()
    if kind:
        Image.new("RGB", (9, 9)).save(content, kind)
    else:
        content.write(b"<svg xmlns='http://www.w3.org/2000/svg'/>")

    answer = client.post(
        f"/admin/accounts/office/{office.pk}/change/", {"emblem": SimpleUploadedFile(name, content.getvalue())}
    )

    assert word in str(answer.context["adminform"].form.errors["emblem"])
    assert not Office.objects.get(pk=office.pk).emblem
