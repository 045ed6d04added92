"""What happens in the demonstration's year, put into the order of time and then done in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any

from django.db import connection

from pendapa.cli.demo.writing import append_entries
from pendapa.journal.actions import Subject
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import body_calendar, local_date, start_of_day
from pendapa.people.actors import actor_for
from pendapa.people.models import Account, Organization

Do = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class _Entry:
    subject: Subject
    happened: object


@dataclass
class Timeline:
    """Steps up to the end of the day before `today`; whatever would lie later does not happen."""

    today: date
    chance: Random
    _steps: list[tuple[datetime, int, Do | _Entry]] = field(default_factory=list)
    _actors: dict[str, Actor] = field(default_factory=dict)
    _units: dict[str, Organization] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._steps)

    def do(self, at: datetime, step: Do) -> None:
        """Let an action happen at a moment."""
        self._add(at, step)

    def tell(self, at: datetime, subject: Subject, happened: object) -> None:
        """Let the journal tell of something at a moment."""
        self._add(at, _Entry(subject, happened))

    def _add(self, at: datetime, step: Do | _Entry) -> None:
        if local_date(at) < self.today:
            self._steps.append((at, len(self._steps), step))

    def run(self) -> Iterator[int]:
        """Do it all in the caller's transaction; gives now and then how many steps are done."""
        done = 0
        ordered = sorted(self._steps, key=lambda step: step[:2])
        for is_told, steps in groupby(ordered, key=lambda step: isinstance(step[2], _Entry)):
            if is_told:
                told: list[tuple[datetime, Subject, object]] = [
                    (at, one.subject, one.happened) for at, _number, one in steps if isinstance(one, _Entry)
                ]
                done += append_entries(_psycopg(), told)
            else:
                for at, _number, step in steps:
                    if not isinstance(step, _Entry):
                        step(at)
                    done += 1
            yield done

    def days_ago(self, days: int, hour: int = 9) -> datetime:
        """A moment on that day, in the hour given."""
        return self.moment(self.today - timedelta(days=days), hour)

    def working_days_after(self, at: datetime, days: int, hour: int = 10) -> datetime:
        """A moment so many working days later."""
        return self.moment(body_calendar().add_working_days(local_date(at), days), hour)

    def moment(self, day: date, hour: int) -> datetime:
        """A moment within an hour of a day, at the body."""
        return start_of_day(day) + timedelta(hours=hour, seconds=self.chance.randint(0, 3599))

    def actor(self, email: str) -> Actor:
        """An account of the demonstration with the roles that it has today: it had them all the year."""
        if email not in self._actors:
            self._actors[email] = actor_for(Account.objects.get(email=email), on=self.today)
        return self._actors[email]

    def unit(self, code: str) -> Organization:
        """An organisation by its code."""
        if code not in self._units:
            self._units[code] = Organization.objects.get(code=code)
        return self._units[code]


def _psycopg() -> Any:
    connection.ensure_connection()
    return connection.connection
