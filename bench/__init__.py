"""Measures what the portal promises of speed (DESIGN §6), against a yardstick on the same machine."""
