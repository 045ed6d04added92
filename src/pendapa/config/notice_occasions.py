"""What people are told about, and who is told besides the person of a case: by the packages that know."""

NOTICE_OCCASIONS = (
    "pendapa.cases.notifying.OCCASIONS",
    "pendapa.evaluation.calendar.notifying.OCCASIONS",
    "pendapa.oversight.notifying.OCCASIONS",
)
CASE_LISTENERS = ("pendapa.complaints.notifying.followers_of",)
