"""Writes around a request that are not steps: drafts, reading marks, letters, conversation, papers."""
