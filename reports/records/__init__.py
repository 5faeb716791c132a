"""Records at the end of their retention: what is due, who approved, what was destroyed."""
