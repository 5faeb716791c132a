"""Accounts that agency staff ask for and an office grants."""
