"""What a page is made of: parts, widgets, layout objects, template tags. Knows no booking, no role, no office."""
