"""The PIN: right, wrong, locked, and many tries at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.vidcon_portal.accounts.people import NOW, make_user
from vidcon_portal.accounts.actors import SYSTEM, Actor
from vidcon_portal.accounts.errors import NotAllowed, PinRefused
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.pins import LOCKED_FOR, check_pin, refuse_weak_pin, set_pin

PIN, WRONG = "280417", "111222"


def make_signer() -> User:
    user = make_user()
    set_pin(user, PIN, by=SYSTEM)
    return user


def refusal_of(user: User, pin: str, at=NOW) -> str:
    with pytest.raises(PinRefused) as caught:
        check_pin(user, pin, at=at)
    return caught.value.sentence


@pytest.mark.django_db
def test_check_pin_right_is_silent_and_hash_hides_it() -> None:
    user = make_signer()

    check_pin(user, PIN, at=NOW)

    user.refresh_from_db()
    assert PIN not in user.pin_hash
    assert user.pin_failures == 0


@pytest.mark.django_db
def test_check_pin_counts_down_locks_and_opens_again() -> None:
    user = make_signer()

    said = [refusal_of(user, WRONG) for _each in range(5)]

    assert said[:4] == [f"PIN tidak cocok. Sisa {left} percobaan, lalu terkunci 10 menit." for left in (4, 3, 2, 1)]
    assert said[4] == "PIN tidak cocok lima kali, terkunci sampai pukul 10.10 WITA. Coba lagi sesudahnya."
    assert refusal_of(user, PIN, NOW + LOCKED_FOR - timedelta(seconds=1)) == said[4]
    check_pin(user, PIN, at=NOW + LOCKED_FOR)
    assert refusal_of(user, WRONG, NOW + LOCKED_FOR).startswith("PIN tidak cocok. Sisa 4 ")


@pytest.mark.django_db
def test_check_pin_right_one_forgets_failures() -> None:
    user = make_signer()
    for _each in range(4):
        refusal_of(user, WRONG)

    check_pin(user, PIN, at=NOW)

    assert "Sisa 4 percobaan" in refusal_of(user, WRONG)


@pytest.mark.django_db
def test_check_pin_never_set_says_where() -> None:
    assert refusal_of(make_user(), PIN) == "Anda belum punya PIN. Buat PIN di halaman Akun, lalu ulangi."


@pytest.mark.django_db
def test_set_pin_unlocks_and_belongs_to_its_owner() -> None:
    user = make_signer()
    for _each in range(5):
        refusal_of(user, WRONG)

    set_pin(user, "739152", by=Actor(user=user))

    check_pin(user, "739152", at=NOW)
    with pytest.raises(NotAllowed):
        set_pin(user, PIN, by=Actor(user=make_user()))
    with pytest.raises(PinRefused, match="6 angka"):
        set_pin(user, "12345", by=SYSTEM)


@pytest.mark.parametrize("pin", ["12345", "1234567", "abcdef", "٠١٢٣٤٥", "123456", "654321", "777777", ""])
def test_refuse_weak_pin(pin: str) -> None:
    with pytest.raises(PinRefused):
        refuse_weak_pin(pin)


@pytest.mark.django_db(transaction=True)
def test_check_pin_inside_a_transaction_is_a_bug() -> None:
    user = make_signer()

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        check_pin(user, PIN, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_check_pin_count_survives_the_callers_rollback() -> None:
    user = make_signer()

    with pytest.raises(PinRefused):
        check_pin(user, WRONG, at=NOW)
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(name="Ditolak")
        transaction.set_rollback(True)

    user.refresh_from_db()
    assert user.pin_failures == 1


@pytest.mark.django_db(transaction=True)
def test_check_pin_many_tries_at_once_count_one_by_one() -> None:
    user = make_signer()

    def attempt(_number: int) -> int | None:
        try:
            check_pin(user, WRONG, at=NOW)
        except PinRefused as refusal:
            return refusal.tries_left
        finally:
            connection.close()
        raise AssertionError("a wrong PIN was taken")

    with ThreadPoolExecutor(8) as pool:
        left = pool.map(attempt, range(24))
        counted = sorted(left, key=lambda each: -1 if each is None else each, reverse=True)

    assert counted == [4, 3, 2, 1, *[0] * 20]
    user.refresh_from_db()
    assert (user.pin_failures, user.pin_locked_until) == (5, NOW + LOCKED_FOR)
