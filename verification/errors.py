"""Refusals of this wing, each a sentence that a user can read."""

from bookings.errors import DomainError


class NothingToRepeat(DomainError):
    """The meeting has no failure to try again."""


class StillAtProvider(DomainError):
    """The account has meetings at its provider, so it cannot leave it."""
