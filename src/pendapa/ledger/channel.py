"""Where the database tells that the log has grown."""

CHANNEL = "pendapa_log"
"""Told nothing but that, once the sequencer's transaction has committed."""
