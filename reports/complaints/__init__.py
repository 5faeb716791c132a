"""Complaints and suggestions: a public door, a clock, an answer."""
