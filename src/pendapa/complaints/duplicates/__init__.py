"""Finds complaints that are likely about the same thing."""

from pendapa.complaints.duplicates.finding import Candidate, likely_duplicates

__all__ = ["Candidate", "likely_duplicates"]
