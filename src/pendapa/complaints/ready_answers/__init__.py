"""Answers written once and used often, by unit."""
