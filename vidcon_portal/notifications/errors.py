"""What may go wrong on the way to a recipient."""


class NotDelivered(Exception):
    """A channel did not take the message; ``final`` when trying again is useless."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final
