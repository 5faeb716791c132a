"""Rencana tindak lanjut: what evaluations ask for, until it is done and proven."""
