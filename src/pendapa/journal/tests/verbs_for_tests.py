"""Verbs that exist only for the journal's own tests."""

from datetime import date

from pendapa.journal.verbs import Audience, Public, verb


@verb("test.forwarded", audience=Audience.PUBLIC)
class Forwarded:
    unit: Public[str]
    due: Public[date]
    about: str = ""
    sentence = "Forwarded to {unit}, which answers by {due}."


@verb("test.noted", audience=Audience.STAFF, in_timeline=False)
class Noted:
    text: str
    sentence = "Noted: {text}"
