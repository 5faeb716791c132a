"""Every refusal of a request is one of these: a sentence that a user can read, and what to do."""

from collections.abc import Mapping, Sequence
from typing import Any


class DomainError(Exception):
    """A refusal with a sentence in Indonesian; nothing was written."""

    type = "refused"
    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)


class AlreadyHandled(DomainError):
    """The step was closed by somebody else in the meantime (409)."""

    type = "already-handled"


class NotLegal(DomainError):
    """The action does not exist here and now, whoever asks (409)."""

    type = "not-now"


class NotYours(DomainError):
    """The action exists, and it is not this actor's (403)."""

    type = "not-yours"
    status = 403


class Incomplete(DomainError):
    """The data are missing or wrong; ``fields`` maps a field to its sentences (422)."""

    type = "incomplete"
    status = 422

    def __init__(self, sentence: str, fields: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(sentence)
        self.fields = {name: [str(item) for item in items] for name, items in (fields or {}).items()}

    def __str__(self) -> str:
        return f"{self.sentence} {self.fields}" if self.fields else self.sentence


class Clash(DomainError):
    """The time is taken; ``alternatives`` are free for every need, ``followers`` say who is there instead (409)."""

    type = "clash"

    def __init__(self, sentence: str, alternatives: Sequence[Any] = (), followers: Sequence[Any] = ()) -> None:
        super().__init__(sentence)
        self.alternatives = list(alternatives)
        self.followers = list(followers)


class Changed(DomainError):
    """What the actor was shown before he decided is no longer so; he looks again and decides anew (409)."""

    type = "changed"
