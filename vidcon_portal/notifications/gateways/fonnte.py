"""Fonnte (https://docs.fonnte.com): the token without "Bearer", a form, and a ``status`` in the JSON that counts."""

from ..models import Gateway
from .base import Outgoing, bad_token, post, reason_in, refused

ADDRESS = "https://api.fonnte.com"
OF_THE_TOKEN = ("invalid token", "unknown user", "token invalid")
OF_THE_MESSAGE = ("invalid target", "target invalid", "invalid number", "input invalid")


class Fonnte:
    """An HTTP 200 with ``status: false`` is a refusal: device offline, quota used up, a number without WhatsApp."""

    def send(self, gateway: Gateway, message: Outgoing) -> str:
        answer = post(
            f"{(gateway.base_url or ADDRESS).rstrip('/')}/send",
            headers={"Authorization": gateway.token},
            form={"target": message.number, "message": message.text, "countryCode": "62"},
        )
        if answer.get("status") is not True:
            reason = reason_in(answer)
            if any(words in reason.lower() for words in OF_THE_TOKEN):
                raise bad_token(reason)
            raise refused(reason, final=any(words in reason.lower() for words in OF_THE_MESSAGE))
        ids = answer.get("id")
        return str(ids[0] if isinstance(ids, list) and ids else ids or "")[:120]
