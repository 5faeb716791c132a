"""What may go wrong on the way to a recipient."""

from datetime import timedelta


class NotDelivered(Exception):
    """A channel did not take the message; ``final`` when trying again is useless.

    ``wait`` is how long the other side asked us to wait; ``unreachable`` when it did not answer at all, so that the next
    message would only wait for it too.
    """

    def __init__(
        self, reason: str, *, final: bool = False, wait: timedelta | None = None, unreachable: bool = False
    ) -> None:
        super().__init__(reason)
        self.unreachable = unreachable
        self.final = final
        self.wait = wait
