"""How messages leave the portal: one protocol, one table, no call inside a transaction.

A sender returns the number that the other side gave the message, where it gives one.
"""

from collections.abc import Mapping
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Protocol
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from .attachments import build_attachments
from .choices import Channel, Provider
from .errors import NotDelivered
from .gateways import GATEWAYS, Outgoing
from .links import short_path
from .models import Delivery, Gateway


class Sender(Protocol):
    """Hands one message over; raises NotDelivered."""

    def send(self, delivery: Delivery) -> str: ...


class MailSender:
    """E-mail through Django's backend; the Message-ID is stable, so that a repeat is recognised."""

    def send(self, delivery: Delivery) -> str:
        message = build_mail(delivery)
        try:
            message.send()
        except SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()), (0, b""))
            raise NotDelivered(_say(code, answer), final=500 <= code < 600) from error
        except SMTPResponseException as error:
            raise NotDelivered(_say(error.smtp_code, error.smtp_error)) from error
        except (SMTPException, OSError) as error:
            silent = not isinstance(error, SMTPException)  # no connection, or a time-out
            said = _("Server surat tidak dapat dihubungi (%(error)s).") % {"error": type(error).__name__}
            raise NotDelivered(said, unreachable=silent) from error
        return str(message.extra_headers["Message-ID"])


class WhatsAppSender:
    """WhatsApp through the gateway of the office that writes; needs the office's gateway loaded."""

    def send(self, delivery: Delivery) -> str:
        gateway: Gateway | None = getattr(delivery.office, "whatsapp_gateway", None)
        if gateway is None or not gateway.is_active:
            raise NotDelivered(_("Kantor ini tidak memakai gerbang WhatsApp lagi. Kirim dengan tangan."), final=True)
        if gateway.provider != Provider.DEMO and not gateway.token:
            raise NotDelivered(_("Token gerbang belum diisi. Isi token, lalu kirim ulang."), final=True)
        message = Outgoing(
            number=delivery.address.lstrip("+"),
            subject=delivery.subject,
            body=delivery.body,
            link=absolute_url(short_path(delivery)),
        )
        return GATEWAYS[Provider(gateway.provider)].send(gateway, message)


def build_mail(delivery: Delivery) -> EmailMultiAlternatives:
    """The mail as plain text and as HTML, in the recipient's language; needs recipient and office loaded."""
    context = {
        "delivery": delivery,
        "recipient": delivery.recipient,
        "office": delivery.office,
        "link": absolute_url(delivery.url),
        "settings_link": absolute_url("/akun/pemberitahuan/"),
    }
    with translation.override(delivery.recipient.language or settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string("notifications/mail/subject.txt", context).split())
        text = render_to_string("notifications/mail/body.txt", context)
        html = render_to_string("notifications/mail/body.html", {**context, "title": delivery.subject})
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    message = EmailMultiAlternatives(
        subject,
        text,
        to=[delivery.address],
        headers={
            "Message-ID": f"<{delivery.uuid}@{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(html, "text/html")
    for file in build_attachments(delivery):
        if file.is_alternative:
            message.attach_alternative(file.content.decode(), file.content_type)
        message.attach(file.name, file.content, file.content_type)
    return message


def whatsapp_text(delivery: Delivery) -> str:
    """The message as one sends it by hand."""
    parts = [f"*{delivery.subject}*", delivery.body, absolute_url(short_path(delivery))]
    return "\n\n".join(part for part in parts if part)


def whatsapp_link(delivery: Delivery) -> str:
    """``https://wa.me/62812…?text=…`` opens the chat with the text filled in; empty without a number."""
    number = delivery.address.lstrip("+")
    return f"https://wa.me/{number}?{urlencode({'text': whatsapp_text(delivery)}, quote_via=quote)}" if number else ""


def absolute_url(path: str) -> str:
    """The address that a mail prints; empty stays empty."""
    return f"{settings.SITE_URL}{path}" if path else ""


def _say(code: int, answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return _("Server surat menolak: %(code)s %(reason)s") % {"code": code, "reason": text}


SENDERS: Mapping[Channel, Sender] = {Channel.MAIL: MailSender(), Channel.WHATSAPP: WhatsAppSender()}
"""Channels that the worker serves; the others are read in the portal or sent by hand."""
