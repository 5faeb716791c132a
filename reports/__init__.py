"""Wing 3: what happened."""
