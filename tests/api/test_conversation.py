"""The conversation over the API: the same rules as on the page."""

from bookings.models import Booking, Message


def test_both_sides_talk_and_notes_stay_inside(caller, submitted, pdf):
    ticket = submitted("kalbar")
    applicant, head = caller("pemohon.kalbar"), caller("kadis.kalbar")
    url = f"/bookings/{ticket}/messages"
    file = applicant.upload(pdf).json()["id"]

    asked = applicant.post(url, {"body": "Apakah bisa direkam?", "file": file})
    noted = head.post(url, {"body": "Akun 2 rusak", "internal": True})
    marked = head.post(f"{url}/read", {})

    assert (asked.status_code, noted.status_code, marked.status_code) == (201, 201, 204)
    seen = [(each["body"], each["internal"], each["is_read"], each["file"]) for each in applicant.get(url).json()]
    assert seen == [("Apakah bisa direkam?", False, True, file)]
    assert [each["body"] for each in head.get(url).json()] == ["Apakah bisa direkam?", "Akun 2 rusak"]


def test_refusals_write_nothing(caller, submitted, pdf):
    ticket = submitted("kalbar")
    applicant, stranger = caller("pemohon.kalbar"), caller("pemohon2.kalbar")
    url = f"/bookings/{ticket}/messages"
    foreign = stranger.upload(pdf).json()["id"]

    refused = [
        applicant.post(url, {"body": "Catatan", "internal": True}).status_code,
        applicant.post(url, {"body": "   "}).status_code,
        applicant.post(url, {"body": "Lihat berkas", "file": foreign}).status_code,
        applicant.post(url, {"body": "Halo", "rahasia": True}).status_code,
        caller("auditor.kalbar").post(url, {"body": "Halo"}).status_code,
        stranger.post(url, {"body": "Halo"}).status_code,
        stranger.get(url).status_code,
    ]

    assert refused == [403, 422, 422, 422, 403, 404, 404]
    assert not Message.objects.exists()


def test_a_repeated_message_is_written_once(caller, submitted):
    ticket = submitted("kalbar")
    applicant = caller("pemohon.kalbar")

    answers = [
        applicant.post(f"/bookings/{ticket}/messages", {"body": "Halo"}, Idempotency_Key="satu") for _time in range(2)
    ]

    assert answers[0].json() == answers[1].json()
    assert Booking.objects.get(ticket=ticket).messages.count() == 1
