"""The technician's page of one event: made for one hand, and for a connection that comes and goes."""
