"""The kinds of case this program handles, who knows which are sealed, and what other packages bring to every case."""

CASE_KINDS = ("pendapa.applications.kind.APPLICATION", "pendapa.complaints.kind.COMPLAINT")
SEALED_MATTERS = ("pendapa.complaints.queries.sealed_among",)
PARTY_PANELS = ("pendapa.evaluation.panels.invitation_panels",)
