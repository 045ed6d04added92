"""The kinds of case this program handles, and what other packages bring to the page of every case's person."""

CASE_KINDS = ("pendapa.applications.kind.APPLICATION", "pendapa.complaints.kind.COMPLAINT")
PARTY_PANELS = ("pendapa.evaluation.panels.invitation_panels",)
