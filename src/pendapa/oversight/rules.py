"""What holds in oversight, without asking the database: states, deadlines, the chain of reminders, the effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FindingState(TextChoices):
    """Where a finding stands."""

    PROPOSED = "proposed", _("Proposed")
    ISSUED = "issued", _("Issued, waits for the unit")
    ANSWERED = "answered", _("Answered by the unit")
    CLOSED = "closed", _("Settled")
    WITHDRAWN = "withdrawn", _("Taken back")


FINDING_MOVES: Mapping[str, frozenset[str]] = {
    FindingState.PROPOSED: frozenset({FindingState.ISSUED, FindingState.WITHDRAWN}),
    FindingState.ISSUED: frozenset({FindingState.ANSWERED, FindingState.CLOSED, FindingState.WITHDRAWN}),
    FindingState.ANSWERED: frozenset({FindingState.ANSWERED, FindingState.CLOSED, FindingState.WITHDRAWN}),
    FindingState.CLOSED: frozenset(),
    FindingState.WITHDRAWN: frozenset(),
}
OPEN_FINDINGS = (FindingState.ISSUED, FindingState.ANSWERED)
"""States that count as an open finding on scorecards: told to the unit, neither closed nor withdrawn."""


class Source(TextChoices):
    """Where a finding comes from."""

    AUDIT = "audit", _("Audit")
    ALARM = "alarm", _("Alarm of a measure")
    COMPLAINT = "complaint", _("Report to the overseer")
    MANUAL = "manual", _("Observed by the overseer")


class FollowUp(TextChoices):
    """How far a corrective action is, in the words of the auditing rules."""

    NOT_FOLLOWED_UP = "not_followed_up", _("Not followed up")
    IN_PROCESS = "in_process", _("In process")
    DONE = "done", _("Followed up as recommended")
    IMPOSSIBLE = "impossible", _("Cannot be followed up, with a valid reason")


CLAIMS = (FollowUp.DONE, FollowUp.IMPOSSIBLE)
"""What the unit may say of an action, and only the overseer accept."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Calendar days allowed, and the rule that allows them; `is_confirmed` is False for a value of our own choice."""

    days: int
    source: str
    is_confirmed: bool = True

    def after(self, day: date) -> date:
        """The last day that is in time."""
        return day + timedelta(days=self.days)


class DeadlineStep(TextChoices):
    """What has a deadline that is set at the desk. The last five are the chain of reminders around the others."""

    FOLLOW_UP = "follow_up", _("Finding: answered and followed up, days after its issue")
    RECOMMENDATION = "recommendation", _("Recommendation of the overseer: answered, days after it was given")
    CLARIFICATION = "clarification", _("Question of the overseer: explained, days after it was asked")
    EFFECT_CHECK = "effect_check", _("Effect of an action: to be seen, days after its acceptance")
    FIRST_REMINDER = "first_reminder", _("First reminder to the unit, days before")
    SECOND_REMINDER = "second_reminder", _("Second reminder to the unit, days before")
    PASSED = "passed", _("Word to the unit that the day has passed, days after")
    SUPERIOR = "superior", _("Word to the superior, days after")
    OVERSEER = "overseer", _("Word to the overseer, days after")


OVERSEERS_OWN = frozenset({DeadlineStep.RECOMMENDATION, DeadlineStep.CLARIFICATION})
"""Deadlines of the independent overseer's own path, which the internal auditor does not set."""
OWN_CHOICE = "Pendapa"
FIRST_DEADLINES: Mapping[str, Deadline] = {
    DeadlineStep.FOLLOW_UP: Deadline(60, "UU 15/2004 Pasal 20 ayat (3)"),
    DeadlineStep.RECOMMENDATION: Deadline(60, "UU 37/2008 Pasal 38 ayat (2)"),
    DeadlineStep.CLARIFICATION: Deadline(14, "UU 37/2008 Pasal 33", is_confirmed=False),
    DeadlineStep.EFFECT_CHECK: Deadline(90, OWN_CHOICE, is_confirmed=False),
    DeadlineStep.FIRST_REMINDER: Deadline(30, OWN_CHOICE, is_confirmed=False),
    DeadlineStep.SECOND_REMINDER: Deadline(7, OWN_CHOICE, is_confirmed=False),
    DeadlineStep.PASSED: Deadline(1, OWN_CHOICE, is_confirmed=False),
    DeadlineStep.SUPERIOR: Deadline(8, OWN_CHOICE, is_confirmed=False),
    DeadlineStep.OVERSEER: Deadline(15, OWN_CHOICE, is_confirmed=False),
}
"""What the table of deadlines begins with; overseers set others there. Follow-up: the text speaks of the state auditor
and counts from the receipt of the report; for internal audit it is taken over."""
FIRST_DAY = date(2008, 1, 1)


class Told(StrEnum):
    """Whom a step of the chain tells."""

    UNIT = "unit"
    SUPERIOR = "superior"
    OVERSEER = "overseer"


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A reminder `days` after the deadline (negative: before it). From `Told.SUPERIOR` on it is an escalation."""

    days: int
    told: Told


CHAIN_STEPS: Mapping[str, tuple[int, Told]] = {
    DeadlineStep.FIRST_REMINDER: (-1, Told.UNIT),
    DeadlineStep.SECOND_REMINDER: (-1, Told.UNIT),
    DeadlineStep.PASSED: (1, Told.UNIT),
    DeadlineStep.SUPERIOR: (1, Told.SUPERIOR),
    DeadlineStep.OVERSEER: (1, Told.OVERSEER),
}
"""Before (-1) or after (1) the deadline, and whom the step tells."""


def chain_of(days: Mapping[str, int]) -> tuple[ChainStep, ...]:
    """The chain with these days for its steps, in the order of time."""
    steps = [ChainStep(sign * days[step], told) for step, (sign, told) in CHAIN_STEPS.items()]
    return tuple(sorted(steps, key=lambda one: one.days))


def climbs(days: Mapping[str, int]) -> bool:
    """Whether the chain reminds twice before, and then climbs from the unit to its superior to the overseer."""
    before = days[DeadlineStep.FIRST_REMINDER] > days[DeadlineStep.SECOND_REMINDER]
    return before and days[DeadlineStep.PASSED] < days[DeadlineStep.SUPERIOR] < days[DeadlineStep.OVERSEER]


CHAIN = chain_of({step: FIRST_DEADLINES[step].days for step in CHAIN_STEPS})
"""Source: Pendapa's own choice; the law gives the sixty days and no reminders. Every chain has as many steps."""


def chain_position(due_on: date, today: date, chain: Sequence[ChainStep] = CHAIN) -> int:
    """How many steps of the chain are due by today, 0 to its length."""
    return sum(today >= due_on + timedelta(days=step.days) for step in chain)


def step_to_tell(
    due_on: date, today: date, done: int, chain: Sequence[ChainStep] = CHAIN
) -> tuple[int, ChainStep] | None:
    """The latest due step that was not told yet, with the count to remember; None when nothing is due.

    Steps that were missed while nobody looked are passed over: one word a day is enough.
    """
    position = chain_position(due_on, today, chain)
    return (position, chain[position - 1]) if position > done else None


class Effect(TextChoices):
    """Whether an accepted action changed the measure that raised its finding."""

    WORKED = "worked", _("It worked")
    NOT_YET = "not_yet", _("Not yet to be seen")
    DID_NOT = "did_not", _("It did not work")


SMALLEST_COUNT = 5
"""Fewer cases or answers than this say nothing."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that can raise a finding: its name, whether more is better, and the least change that counts."""

    label: str | Promise
    higher_is_better: bool
    least_change: float
    unit: str | Promise = ""
    is_share: bool = False


MEASURES: Mapping[str, Measure] = {
    "index": Measure(_("Satisfaction index"), True, 1.0, _("points of 100")),
    "on_time": Measure(_("Decided on time"), True, 0.05, _("share"), is_share=True),
    "median_days": Measure(_("Days until the decision, middle value"), False, 0.5, _("days")),
    "overdue_now": Measure(_("Overdue now"), False, 1.0, _("cases")),
    "reopened": Measure(_("Opened again"), False, 0.02, _("share of those decided"), is_share=True),
    "complaints": Measure(_("Complaints"), False, 1.0, _("per 1,000 applications")),
    "corrections": Measure(_("Corrections asked of applicants"), False, 0.1, _("per case")),
    "cluster": Measure(_("Complaints that gather in one place"), False, 1.0, _("complaints in 28 days")),
    **{f"u{number}": Measure(f"U{number}", True, 0.1, _("of 4")) for number in range(1, 10)},
}
"""By the name that alarms use. The least changes are Pendapa's own choice, to be weighed by the body."""


def measure_named(name: str) -> Measure:
    """The measure of that name; one that is not known counts as better when higher, by any change."""
    return MEASURES.get(name, Measure(name, True, 0.0))


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure's value over a time, and of how many cases or answers it was taken."""

    value: float
    n: int


def judge_effect(measure: Measure, before: Reading, after: Reading | None, *, due_on: date, today: date) -> Effect:
    """Compare the measure before and after an action.

    It worked once the value has improved by at least the measure's least change, over at least five cases or answers.
    Without that it is not yet to be seen until `due_on` has passed, and did not work afterwards. Too few cases after
    the deadline stay "not yet": nobody is judged by nothing.
    """
    if after is None or after.n < SMALLEST_COUNT:
        return Effect.NOT_YET
    gain = after.value - before.value if measure.higher_is_better else before.value - after.value
    if gain > 0 and gain >= measure.least_change - 1e-9:
        return Effect.WORKED
    return Effect.NOT_YET if today <= due_on else Effect.DID_NOT


class ReportState(TextChoices):
    """Where a report to the independent overseer stands (UU 37/2008)."""

    RECEIVED = "received", _("Received")
    FORMAL = "formal", _("Formal check passed")
    CLARIFYING = "clarifying", _("Clarification by the unit")
    MEDIATION = "mediation", _("Mediation")
    RECOMMENDED = "recommended", _("Recommendation given")
    MONITORED = "monitored", _("Answered, being monitored")
    CLOSED = "closed", _("Settled")
    REFUSED = "refused", _("Not taken up")


REPORT_MOVES: Mapping[str, frozenset[str]] = {
    ReportState.RECEIVED: frozenset({ReportState.FORMAL, ReportState.REFUSED}),
    ReportState.FORMAL: frozenset({ReportState.CLARIFYING, ReportState.MEDIATION, ReportState.CLOSED}),
    ReportState.CLARIFYING: frozenset({ReportState.MEDIATION, ReportState.RECOMMENDED, ReportState.CLOSED}),
    ReportState.MEDIATION: frozenset({ReportState.RECOMMENDED, ReportState.CLOSED}),
    ReportState.RECOMMENDED: frozenset({ReportState.MONITORED}),
    ReportState.MONITORED: frozenset({ReportState.CLOSED}),
    ReportState.CLOSED: frozenset(),
    ReportState.REFUSED: frozenset(),
}


class AuditState(TextChoices):
    """Where an audit stands."""

    PLANNED = "planned", _("Planned")
    SAMPLED = "sampled", _("Sample drawn")
    PUBLISHED = "published", _("Published")


class Noticed(TextChoices):
    """A resident's answer to "do you notice the change?"."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_SURE = "not_sure", _("Not sure")


SMALLEST_PUBLISHED = 5
"""Fewer answers of residents are not shown."""
