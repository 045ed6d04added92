"""What can happen in oversight.

Public fields name a finding by its short number, the unit and the service, and where it stands: enough to recompute how
many findings are open, and to see that none was dropped. No words of a finding stand in clear, and no person ever.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from pendapa.evaluation.watching.wording import MEASURES
from pendapa.journal.verbs import Audience, Public, verb
from pendapa.oversight.rules import DeadlineStep, Effect, FollowUp, ReportState
from pendapa.oversight.sampling import Rule

_ABOUT_OFFICES = (
    "Tells of an office and its unit: number of the finding, unit, service and state. No person is a party to a "
    "finding, its words are only committed to, and who acted is not told."
)


@verb("finding.proposed", audience=Audience.STAFF)
class FindingProposed:
    """An office or an alarm proposed a finding. Its words are known to that office alone."""

    finding: Public[str]
    unit: Public[str]
    service: Public[str]
    state: Public[str]
    source: Public[str]
    title: str
    sentence = _("Proposed.")
    log_sentence = _("A finding about {unit} was proposed: {finding}.")
    log_safety = _ABOUT_OFFICES


@verb("finding.changed", audience=Audience.STAFF, in_timeline=False)
class FindingChanged:
    """The office rewrote its draft."""

    finding: str
    sentence = _("The draft was changed.")


@verb("finding.moved", audience=Audience.STAFF)
class FindingMoved:
    """The office found that its draft concerns another unit; `was` is the code of the unit it was about."""

    finding: Public[str]
    unit: Public[str]
    service: Public[str]
    state: Public[str]
    was: Public[str]
    unit_name: str
    was_name: str
    sentence = _("Moved from {was_name} to {unit_name}.")
    log_sentence = _("The proposed finding {finding} was moved from {was} to {unit}.")
    log_safety = _ABOUT_OFFICES


@verb("personal_data.confirmed", audience=Audience.STAFF)
class PersonalDataConfirmed:
    """Somebody was shown what looks like personal data in words about to be published, and confirmed it. How many of
    each kind; never the words."""

    number: str
    found: str
    sentence = _("Published though it may hold personal data: confirmed ({found}).")


@verb("finding.issued", audience=Audience.STAFF)
class FindingIssued:
    """The finding was handed to the unit, which follows it up by the day named."""

    finding: Public[str]
    unit: Public[str]
    service: Public[str]
    state: Public[str]
    due: Public[date]
    title: str
    until: date
    sentence = _("Issued. The unit follows it up by {until}.")
    log_sentence = _("Finding {finding} was issued to {unit}, to be followed up by {due}.")
    log_safety = _ABOUT_OFFICES


@verb("finding.published", audience=Audience.PUBLIC)
class FindingPublished:
    """Everybody may read the finding from now on; this leaf holds its words."""

    finding: Public[str]
    unit: Public[str]
    service: Public[str]
    state: Public[str]
    title: Public[str]
    recommendation: Public[str]
    sentence = _("Published.")
    log_sentence = _("Finding {finding} about {unit} was published: {title}")
    log_safety = (
        "Its words were searched for names, numbers of identity and phones before publication; what was found was "
        "edited out or confirmed on the record. They are on the public page already. Who acted is not told."
    )


@verb("finding.answered", audience=Audience.STAFF)
class FindingAnswered:
    """The head of the unit answered."""

    finding: Public[str]
    unit: Public[str]
    service: Public[str]
    state: Public[str]
    agrees: Public[bool]
    sentence = _("Answered by the unit.")
    log_sentence = _("{unit} answered finding {finding}.")
    log_safety = _ABOUT_OFFICES


@verb("finding.closed", audience=Audience.STAFF)
class FindingClosed:
    """The office that issued the finding closed it: every action was accepted."""

    finding: Public[str]
    unit: Public[str]
    service: Public[str]
    state: Public[str]
    sentence = _("Closed.")
    log_sentence = _("Finding {finding} about {unit} was closed.")
    log_safety = _ABOUT_OFFICES


@verb("finding.withdrawn", audience=Audience.STAFF)
class FindingWithdrawn:
    """The office took the finding back; the reason is kept beside it."""

    finding: Public[str]
    unit: Public[str]
    service: Public[str]
    state: Public[str]
    reason: str
    sentence = _("Withdrawn: {reason}")
    log_sentence = _("Finding {finding} about {unit} was withdrawn.")
    log_safety = _ABOUT_OFFICES


@verb("finding.reminded", audience=Audience.STAFF)
class FindingReminded:
    """A reminder on the way to the deadline, or a word to those above after it."""

    finding: Public[str]
    unit: Public[str]
    told: Public[str]
    due: Public[date]
    sentence = _("Reminded of the deadline.")
    log_sentence = _("Finding {finding}, due on {due}: a reminder was sent.")
    log_safety = _ABOUT_OFFICES


@verb("action.planned", audience=Audience.STAFF)
class ActionPlanned:
    """The unit promised a corrective action by a day."""

    finding: Public[str]
    action: Public[int]
    unit: Public[str]
    service: Public[str]
    state: Public[str]
    due: Public[date]
    what: str
    until: date
    sentence = _("Action {action} planned, until {until}: {what}")
    log_sentence = _("{unit} planned action {action} on finding {finding}, until {due}.")
    log_safety = _ABOUT_OFFICES


@verb("action.progressed", audience=Audience.STAFF)
class ActionProgressed:
    """A milestone, a piece of evidence or a changed version was added to an action."""

    finding: Public[str]
    action: Public[int]
    unit: Public[str]
    service: Public[str]
    state: Public[str]
    step: Public[str]
    words: str
    sentence = _("Action {action}: {words}")
    log_sentence = _("{unit} went on with action {action} on finding {finding}.")
    log_safety = _ABOUT_OFFICES


@verb("action.claimed", audience=Audience.STAFF)
class ActionClaimed:
    """The unit says that an action is done, or cannot be done; the overseer has to accept it."""

    finding: Public[str]
    action: Public[int]
    unit: Public[str]
    service: Public[str]
    state: Public[str]
    claim: Public[str]
    claim_label: str
    sentence = _("Action {action}: the unit reports “{claim_label}”.")
    log_sentence = _("{unit} reported action {action} on finding {finding}: {claim}.")
    log_words = {"claim": dict(FollowUp.choices)}
    log_safety = _ABOUT_OFFICES


@verb("action.accepted", audience=Audience.STAFF)
class ActionAccepted:
    """The office that issued the finding accepted what the unit reported."""

    finding: Public[str]
    action: Public[int]
    unit: Public[str]
    service: Public[str]
    state: Public[str]
    sentence = _("Action {action} accepted.")
    log_sentence = _("Action {action} on finding {finding} was accepted.")
    log_safety = _ABOUT_OFFICES


@verb("action.returned", audience=Audience.STAFF)
class ActionReturned:
    """The office did not accept what the unit reported, and said why."""

    finding: Public[str]
    action: Public[int]
    unit: Public[str]
    service: Public[str]
    state: Public[str]
    reason: str
    sentence = _("Action {action} returned: {reason}")
    log_sentence = _("Action {action} on finding {finding} was returned to {unit}.")
    log_safety = _ABOUT_OFFICES


@verb("action.reminded", audience=Audience.STAFF)
class ActionReminded:
    """A reminder on the way to the day of an action, or a word to those above after it."""

    finding: Public[str]
    action: Public[int]
    unit: Public[str]
    told: Public[str]
    due: Public[date]
    sentence = _("Action {action}: reminded of the deadline.")
    log_sentence = _("Action {action} on finding {finding}, due on {due}: a reminder was sent.")
    log_safety = _ABOUT_OFFICES


@verb("action.checked", audience=Audience.STAFF)
class ActionChecked:
    """The measure before and after an action was compared. Values are written as text, as they are shown."""

    finding: Public[str]
    action: Public[int]
    unit: Public[str]
    service: Public[str]
    effect: Public[str]
    measure: Public[str]
    before: Public[str]
    before_n: Public[int | None]
    after: Public[str]
    after_n: Public[int | None]
    from_record: Public[bool]
    effect_label: str
    sentence = _("Action {action}: {effect_label} ({before} → {after}).")
    log_sentence = _("Action {action} on finding {finding}: {measure} {before} → {after}, {effect}.")
    log_words = {"effect": dict(Effect.choices), "measure": MEASURES}
    log_safety = (
        "Tells a measure of a unit before and after an action; measures are published from five cases or answers on, "
        "and a comparison with fewer is told without its values."
    )


@verb("audit.planned", audience=Audience.STAFF)
class AuditPlanned:
    """An audit and the rule of its sample were set down, before the seed could be known."""

    audit: Public[str]
    unit: Public[str]
    units: Public[list[str]]
    service: Public[str]
    period_from: Public[date]
    period_until: Public[date]
    rule: Public[str]
    wanted: Public[int]
    title: str
    sentence = _("Planned.")
    log_sentence = _("Audit {audit} of {unit} was planned: {wanted} cases, {rule}.")
    log_words = {"rule": dict(Rule.choices)}
    log_safety = "Tells which unit is audited, over which period and by which rule; the team is not named."


@verb("audit.sampled", audience=Audience.STAFF)
class AuditSampled:
    """The sample was drawn. With these fields, and the cases in the log, anybody can draw it again."""

    audit: Public[str]
    unit: Public[str]
    rule: Public[str]
    population: Public[int]
    checkpoint_size: Public[int]
    checkpoint_root: Public[str]
    wanted: Public[int]
    handles: Public[list[str]]
    sentence = _("The sample was drawn from the record.")
    log_sentence = _("The sample of audit {audit} was drawn: {wanted} of {population} cases, seed {checkpoint_root}.")
    log_safety = (
        "Cases are named by the random handles that the log gave them; a handle leads to no number and no person."
    )


@verb("audit.published", audience=Audience.PUBLIC)
class AuditPublished:
    """The audit is over; its conclusion and its published findings can be read."""

    audit: Public[str]
    unit: Public[str]
    findings: Public[int]
    sentence = _("Published.")
    log_sentence = _("Audit {audit} of {unit} was published.")
    log_safety = "Tells that an audit of a unit was published, and with how many findings."


@verb("audit.paper_written", audience=Audience.STAFF, in_timeline=False)
class PaperWritten:
    """Somebody of the team wrote a working paper; its words are not in the journal."""

    paper: int
    sentence = _("A working paper was added.")


@verb("overseer_report.received", audience=Audience.STAFF)
class ReportReceived:
    """Somebody brought a matter before the independent overseer."""

    report: Public[str]
    state: Public[str]
    sentence = _("Received.")
    log_sentence = _("Report {report} to the overseer was received.")
    log_safety = "Tells a random number and a state; neither unit nor matter, because few reports a day are received."


@verb("overseer_report.moved", audience=Audience.STAFF)
class ReportMoved:
    """A report went one step further."""

    report: Public[str]
    state: Public[str]
    state_label: str
    sentence = _("{state_label}.")
    log_sentence = _("Report {report} to the overseer went one step further: {state}.")
    log_words = {"state": dict(ReportState.choices)}
    log_safety = "Tells a random number and a state; neither unit nor matter, because few reports a day are received."


@verb("overseer_report.answered", audience=Audience.STAFF)
class ReportAnswered:
    """The unit explained itself, or answered the recommendation."""

    report: Public[str]
    state: Public[str]
    sentence = _("Answered by the unit.")
    log_sentence = _("Report {report} to the overseer was answered by the unit.")
    log_safety = "Tells a random number and a state; neither unit nor matter, because few reports a day are received."


@verb("change.noticed", audience=Audience.STAFF, in_timeline=False)
class ChangeNoticed:
    """A resident said whether they notice the change. The answer itself is not in the journal."""

    finding: str
    sentence = _("A resident answered.")


@verb("oversight.deadline_set", audience=Audience.STAFF)
class DeadlineSet:
    """An overseer set a deadline anew, for what begins from a day on; `was` are the days before."""

    step: Public[str]
    days: Public[int]
    was: Public[int]
    source: Public[str]
    valid_from: Public[date]
    step_label: str
    sentence = _("{step_label}: {days} days instead of {was} ({source}), from {valid_from}.")
    log_sentence = _("A deadline of oversight was set: {step}, {days} days instead of {was}, from {valid_from}.")
    log_words = {"step": dict(DeadlineStep.choices)}
    log_safety = "A rule of the public body for every finding and report; who set it is not told."
