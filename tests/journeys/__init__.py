"""Whole journeys through a running installation, in a phone-sized browser, with and without script."""
