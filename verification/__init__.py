"""Wing 2: can we, and are we ready."""
