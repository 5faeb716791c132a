"""What the portal keeps of one person, in his own words and in JSON."""

from typing import Any

from bookings.models import Booking, Event, Message
from vidcon_portal.accounts.models import User
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.notifications.models import Delivery

from ..models import DataRequest


def data_of(user: User) -> dict[str, Any]:
    """Everything that names him as the one it is about; the office's records only as counts. Seven statements."""
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
