"""Refusals of this wing, each a sentence that a user can read."""

from bookings.errors import DomainError


class NothingToRepeat(DomainError):
    """The meeting has no failure to try again."""
