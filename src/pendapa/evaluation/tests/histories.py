"""Made leaves: histories that could be, and others that nobody would write."""

from typing import Any

from hypothesis import strategies as st

Leaf = dict[str, Any]

UNITS = ("dpmptsp", "dukcapil", "")
SERVICES = ("sku", "domisili")
DAYS = tuple(f"2026-{month:02}-{day:02}" for month in (1, 2, 3) for day in (1, 9, 10, 17, 28))
CLOCKS = ("standard", "verify", "answer", "")
VERBS = (
    "application.submitted", "application.task_completed", "application.returned", "application.corrected",
    "application.draft_discarded", "complaint.received", "complaint.forwarded", "complaint.answered",
    "complaint.closed", "complaint.merged", "complaint.split", "complaint.reopened", "case.decided",
    "case.withdrawn", "case.reopened", "clock.started", "clock.changed", "clock.paused", "clock.resumed",
    "clock.stopped", "survey.counted", "finding.issued", "finding.closed", "standard.published",
)  # fmt: skip


def leaf(verb: str, about: str, at: str, **fields: Any) -> Leaf:
    """One leaf of the public log."""
    return {"about": about, "at": at, "commitment": "00" * 32, "fields": fields, "v": 1, "verb": verb}


def application(number: int, at: str, due: str, *, unit: str = "dpmptsp", service: str = "sku") -> list[Leaf]:
    """How an application begins in the log."""
    about = f"case:{number:032x}"
    return [
        leaf("clock.started", about, at, clock="standard", working_days=3, due=due, source="PermenPANRB 15/2014"),
        leaf("application.submitted", about, at, service=service, standard_version=1, unit=unit, due=due),
    ]


def decision(number: int, at: str, due: str, *, unit: str = "dpmptsp") -> list[Leaf]:
    """How it ends."""
    about = f"case:{number:032x}"
    return [
        leaf("clock.stopped", about, at, clock="standard", due=due, is_kept=True),
        leaf("case.decided", about, at, outcome="granted", unit=unit, decided_on=at),
    ]


def complaint(number: int, at: str, due: str, *, unit: str = "dpmptsp") -> list[Leaf]:
    """How a complaint begins in the log."""
    about = f"case:{number:032x}"
    return [
        leaf("clock.started", about, at, clock="verify", working_days=3, due=due, source="PermenPANRB 62/2018"),
        leaf("complaint.received", about, at, kind="complaint", unit=unit, source="web"),
    ]


def survey(
    at: str, respondents: int, sums: list[int], *, unit: str = "dpmptsp", service: str = "sku", number: str = ""
) -> Leaf:
    """A batch of answers, of the survey with this number or of none."""
    told: dict[str, Any] = {f"u{place}": total for place, total in enumerate(sums, 1)} | {"survey": number}
    return leaf("survey.counted", f"service:{1:032x}", at, service=service, unit=unit, respondents=respondents, **told)


@st.composite
def any_leaf(draw: st.DrawFn) -> Leaf:
    """A leaf of any verb about one of a few matters; now and then with something missing or of another type."""
    verb = draw(st.sampled_from(VERBS))
    kind = "finding" if verb.startswith("finding.") else "case"
    told: dict[str, Any] = {
        "unit": draw(st.sampled_from(UNITS)),
        "service": draw(st.sampled_from(SERVICES)),
        "source": draw(st.sampled_from(("web", "split"))),
        "clock": draw(st.sampled_from(CLOCKS)),
        "due": draw(st.sampled_from((*DAYS, None))),
        "task": draw(st.sampled_from(("check", "sign"))),
        "page": draw(st.sampled_from(("identity", "files"))),
        "why": draw(st.sampled_from(("solved", "decided", ""))),
        "state": draw(st.sampled_from(("proposed", "issued", "answered", "closed"))),
        "is_outside": draw(st.booleans()),
        "respondents": draw(st.integers(0, 9)),
        **{f"u{number}": draw(st.integers(9, 36)) for number in range(1, 10)},
    }
    for name in draw(st.lists(st.sampled_from(sorted(told)), max_size=2)):
        told[name] = draw(st.sampled_from((None, 7, "zz", ["x"], {"a": 1})))
    return leaf(verb, f"{kind}:{draw(st.integers(1, 5)):032x}", draw(st.sampled_from((*DAYS, "2026-02-30"))), **told)


histories = st.lists(any_leaf(), max_size=60)
