"""Codes by which anyone may check a paper."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""No letters that are mistaken for one another in print (0/o, 1/i/l, u/v)."""

LENGTH = 20


def new_verify_token() -> str:
    """Twenty characters, 98 bits: nobody guesses one."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spell_token(token: str) -> str:
    """In groups of five, capitals: for reading aloud and typing in."""
    return "-".join(token[i : i + 5] for i in range(0, len(token), 5)).upper()


def read_token(typed: str) -> str:
    """What somebody typed, blanks and dashes aside; empty when it cannot be a code."""
    token = "".join(c for c in typed.lower() if c.isalnum())
    return token if len(token) == LENGTH and set(token) <= set(ALPHABET) else ""
