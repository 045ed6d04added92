"""Taking in a report: the four pages, and what they gain with a map."""
