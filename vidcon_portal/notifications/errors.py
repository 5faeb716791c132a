"""What may go wrong on the way to a recipient."""

from datetime import timedelta


class NotDelivered(Exception):
    """A channel did not take the message; ``final`` when trying again is useless.

    ``wait`` is how long the other side asked us to wait.
    """

    def __init__(self, reason: str, *, final: bool = False, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.final = final
        self.wait = wait
