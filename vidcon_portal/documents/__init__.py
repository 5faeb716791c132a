"""Official papers."""
