"""What can go wrong with the embedded database, in words for the person who starts it."""


class DatabaseFault(Exception):
    """The embedded database cannot be had; the text says why and what to do."""
