"""The kinds of case this program handles: the one visible list."""

CASE_KINDS = ("pendapa.applications.kind.APPLICATION",)
