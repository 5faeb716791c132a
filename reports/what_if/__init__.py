"""What if: the sessions of a period served again with one person, room, account or device more or fewer."""
