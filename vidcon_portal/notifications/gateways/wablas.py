"""Wablas (https://wablas.com/documentation): every customer has a server of his own; ``{token}.{secret}`` is one word."""

from typing import Any

from ..models import Gateway
from .base import Outgoing, bad_token, post, reason_in, refused

OF_THE_TOKEN = ("token invalid", "invalid token", "unauthorized")


class Wablas:
    """``status: false`` in the answer is a refusal, whatever the HTTP code says."""

    def send(self, gateway: Gateway, message: Outgoing) -> str:
        answer = post(
            f"{gateway.base_url.rstrip('/')}/api/send-message",
            headers={"Authorization": gateway.token},
            form={"phone": message.number, "message": message.text, "isGroup": "false"},
        )
        if answer.get("status") is not True:
            reason = reason_in(answer)
            if any(words in reason.lower() for words in OF_THE_TOKEN):
                raise bad_token(reason)
            raise refused(reason)
        return _id_of(answer)


def _id_of(answer: dict[str, Any]) -> str:
    data = answer.get("data")
    messages = data.get("messages") if isinstance(data, dict) else None
    first = messages[0] if isinstance(messages, list) and messages else {}
    return str(first.get("id", "") if isinstance(first, dict) else "")[:120]
