"""WhatsApp Cloud API of Meta: outside a conversation only approved templates arrive.

Ours takes three texts: subject, body, link. Meta refuses line breaks and runs of blanks in them.
"""

from typing import Any

from ..errors import NotDelivered
from ..models import Gateway
from .base import Outgoing, post

ADDRESS = "https://graph.facebook.com/v21.0"
LONGEST_TEXT = 700
LANGUAGE = "id"
BUSY = frozenset({4, 80007, 130429, 131048, 131056})
"""Meta's numbers for limits of app, account, throughput, quality and pair; they come with HTTP 400."""


class CloudApi:
    def send(self, gateway: Gateway, message: Outgoing) -> str:
        answer = post(
            f"{(gateway.base_url or ADDRESS).rstrip('/')}/{gateway.sender}/messages",
            headers={"Authorization": f"Bearer {gateway.token}"},
            json={
                "messaging_product": "whatsapp",
                "to": message.number,
                "type": "template",
                "template": {
                    "name": gateway.template,
                    "language": {"code": LANGUAGE},
                    "components": [
                        {
                            "type": "body",
                            "parameters": [
                                {"type": "text", "text": one_line(text)}
                                for text in (message.subject, message.body, message.link)
                            ],
                        }
                    ],
                },
            },
            busy_codes=BUSY,
        )
        found = _id_of(answer)
        if not found:
            raise NotDelivered("Cloud API: tidak ada nomor pesan pada jawabannya")
        return found


def one_line(text: str) -> str:
    """A template's parameter; empty ones are refused."""
    return " ".join(text.split())[:LONGEST_TEXT] or "-"


def _id_of(answer: dict[str, Any]) -> str:
    messages = answer.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else {}
    return str(first.get("id", "") if isinstance(first, dict) else "")[:120]
