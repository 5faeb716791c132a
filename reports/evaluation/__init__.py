"""The yearly evaluation of a service standard (component 14): facts from the data, judgement by people, follow-up."""
