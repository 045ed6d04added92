"""Who reads the journal: the one visible list. The worker runs each in turn whenever an entry is written."""

from pendapa.cases.notifying import CASE_TELLER
from pendapa.cases.tasks import DEADLINE_TELLER
from pendapa.evaluation.measures.taking import MEASURE_KEEPER
from pendapa.evaluation.tasks import ANSWER_COUNTER, SURVEY_INVITER
from pendapa.exchange.peers.tasks import PEER_SENDER
from pendapa.journal.subscriptions import Subscriber
from pendapa.ledger.following import Follower
from pendapa.oversight.tasks import ALARM_TAKER

SUBSCRIBERS: list[Subscriber] = [SURVEY_INVITER, ANSWER_COUNTER, DEADLINE_TELLER, CASE_TELLER, PEER_SENDER, ALARM_TAKER]

LOG_FOLLOWERS: list[Follower] = [MEASURE_KEEPER]
"""Who reads the public log, after it has grown."""
