"""What the portal keeps of one person, in his own words and in JSON."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet

from bookings.models import Booking, Event, Message
from verification.models import Attendee
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.notifications.models import Delivery

from ..models import DataRequest


def data_of(user: User) -> dict[str, Any]:
    """Everything that names him as the one it is about; the office's records only as counts. Nine statements."""
    asked = Booking.objects.filter(applicant=user).order_by("created_at")
    return {
        "akun": {
            "nama_pengguna": user.username,
            "nama": user.name,
            "pos_el": user.email,
            "telepon": user.phone,
            "nip": user.nip,
            "pangkat": user.rank,
            "terdaftar": user.date_joined.isoformat(),
        },
        "jabatan": [
            {
                "jabatan": each.printed_title,
                "tempat": str(each.position.office or each.position.agency),
                "mulai": each.starts_on.isoformat(),
                "selesai": each.ends_on.isoformat() if each.ends_on else None,
            }
            for each in user.appointments.select_related("position__office", "position__agency").order_by("starts_on")
        ],
        "permohonan": [
            {"nomor": ticket, "kegiatan": title, "dibuat": created.isoformat(), "narahubung": contact, "telepon": phone}
            for ticket, title, created, contact, phone in asked.values_list(
                "ticket", "title", "created_at", "contact_name", "contact_phone"
            )
        ],
        "sesi_masuk": [
            {
                "alamat_ip": each.ip,
                "peramban": each.user_agent,
                "masuk": each.created_at.isoformat(),
                "terakhir_dipakai": each.last_seen_at.isoformat(),
            }
            for each in UserSession.objects.filter(user=user).order_by("created_at")
        ],
        "rapat_daring_dengan_nama_saya": [
            {"nomor": ticket, "masuk": joined.isoformat(), "keluar": left.isoformat()}
            for ticket, joined, left in stays_of(user).values_list(
                "meeting__session__booking__ticket", "joined_at", "left_at"
            )
        ],
        "pesan": list(Message.objects.filter(author=user).order_by("pk").values_list("body", flat=True)),
        "berkas": list(
            StoredFile.objects.filter(uploaded_by=user).order_by("created_at").values_list("name", flat=True)
        ),
        "catatan_riwayat_atas_nama_saya": Event.objects.filter(actor=user).count(),
        "pemberitahuan": Delivery.objects.filter(recipient=user).count(),
        "permintaan": [
            {
                "jenis": each.get_kind_display(),
                "diminta": each.requested_at.isoformat(),
                "status": each.get_status_display(),
            }
            for each in DataRequest.objects.filter(user=user)
        ],
    }


def stays_of(user: User) -> QuerySet[Attendee]:
    """Where a provider reported a participant of his name, in meetings of the offices that he works with.

    Participants write their names themselves, so this finds those who wrote it as it stands in the account.
    """
    offices = Office.objects.filter(
        Q(positions__appointments__user=user) | Q(agencies__positions__appointments__user=user)
    )
    return Attendee.objects.filter(name__iexact=user.name, meeting__session__booking__office__in=offices)
