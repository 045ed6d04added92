"""Pendapa: public service on one case, one journal and one public log."""

__version__ = "0.1.0"
