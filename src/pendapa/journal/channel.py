"""Where the database tells of new entries: the trigger of migration 0004 notifies on this channel."""

CHANNEL = "pendapa_journal"
"""Told `subject_type subject_id entry_id`, once the transaction of an entry has committed."""
