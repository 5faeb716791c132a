"""Files of many lines: a short one is answered at once, a long one is made by the worker while a page shows how far it is."""
