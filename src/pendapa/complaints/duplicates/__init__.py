"""Finds complaints that are likely about the same thing."""
