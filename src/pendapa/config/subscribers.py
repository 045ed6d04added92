"""Who reads the journal: the one visible list. The worker runs each in turn whenever an entry is written."""

from pendapa.cases.notifying import CASE_TELLER
from pendapa.cases.tasks import DEADLINE_TELLER
from pendapa.evaluation.tasks import SURVEY_INVITER
from pendapa.exchange.peers.tasks import PEER_SENDER
from pendapa.journal.subscriptions import Subscriber

SUBSCRIBERS: list[Subscriber] = [SURVEY_INVITER, DEADLINE_TELLER, CASE_TELLER, PEER_SENDER]
