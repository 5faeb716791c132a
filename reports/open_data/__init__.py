"""What anybody may take: the recap as CSV and JSON, without a person, a title or a secret."""
