"""Wing 1: the request."""
