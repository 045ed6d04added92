"""From a signed-in account to the actor whom the rest of the program knows."""

from datetime import date

from pendapa.journal.actors import Actor, Channel, Grant
from pendapa.people.models import Account


def actor_for(
    account: Account, *, on: date, channel: Channel = "web", secrets: frozenset[str] = frozenset(), language: str = ""
) -> Actor:
    """The account as an actor, with the grants of the memberships that count on that day.

    Costs one query, none when the account was loaded with that day's grants (`people.backends`).
    """
    loaded_on, grants = account.loaded_grants
    if loaded_on != on:
        memberships = account.memberships.on(on).select_related("organization")
        grants = tuple(Grant(m.role, m.organization.code, m.organization.path) for m in memberships)
    return Actor(
        kind="person",
        id=str(account.pk),
        name=account.get_full_name(),
        grants=grants,
        channel=channel,
        secrets=secrets,
        language=language or account.language,
    )
