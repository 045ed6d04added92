"""What happens next with a finding, in one sentence for whoever reads it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pendapa.oversight.actions.findings import ELEMENTS
from pendapa.oversight.models import CorrectiveAction, Finding
from pendapa.oversight.rules import Effect, FindingState
from pendapa.ui.formatting import body_date


def next_step(finding: Finding, actions: Sequence[CorrectiveAction], *, is_overseer: bool) -> str:
    """What is to be done now and by whom."""
    if finding.state == FindingState.PROPOSED:
        missing = [name for name in ELEMENTS if not getattr(finding, name).strip()]
        if missing:
            return _("This is a draft. Write the elements that are still empty, then issue it.")
        return _("This is a draft, and complete. Read it once more and issue it; the unit sees nothing before.")
    if finding.state == FindingState.WITHDRAWN:
        return _("It was taken back. Nothing more is to be done; it stays to be seen with its reason.")
    if finding.state == FindingState.CLOSED:
        return _after_the_end(actions)
    if finding.state == FindingState.ISSUED:
        day = body_date(finding.due_on)
        if is_overseer:
            return _("The unit answers by {day}. You are told when it does; its head is reminded.").format(day=day)
        return _("Answer by {day}. Then plan what you do about it.").format(day=day)
    return _while_it_is_worked_on(actions, is_overseer=is_overseer)


def _while_it_is_worked_on(actions: Sequence[CorrectiveAction], *, is_overseer: bool) -> str:
    if not actions:
        return _("The unit plans what it does.") if is_overseer else _("Plan at least one action, with its day.")
    reported = sum(bool(one.claim) for one in actions)
    undone = sum(not one.is_accepted and not one.claim for one in actions)
    if is_overseer and reported:
        return ngettext(
            "{n} action was reported and waits for you: accept or return it.",
            "{n} actions were reported and wait for you: accept or return them.",
            reported,
        ).format(n=reported)
    if undone:
        done = _("The unit works on it.") if is_overseer else _("Carry out what you planned, add evidence, and report.")
        return (
            ngettext("{n} action is still open.", "{n} actions are still open.", undone).format(n=undone) + f" {done}"
        )
    if reported:
        return _("Everything was reported. The overseer accepts or returns it.")
    if is_overseer:
        return _("Every action was accepted. Close the finding, or wait until the effect shows.")
    return _("Every action was accepted. The overseer closes the finding.")


def _after_the_end(actions: Sequence[CorrectiveAction]) -> str:
    waiting = [one for one in actions if one.effect == Effect.NOT_YET and one.effect_due_on is not None]
    if not waiting:
        return _("It is settled.")
    last = max(one.effect_due_on for one in waiting if one.effect_due_on is not None)
    return _("It is settled. Whether it worked must show by {day}.").format(day=body_date(last))
