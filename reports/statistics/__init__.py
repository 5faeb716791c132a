"""Figures of a period: counted by the database, drawn by the server, each of them opening the cases behind it."""
