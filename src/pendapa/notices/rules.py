"""When a message that could not be sent is tried again."""

from datetime import datetime, timedelta

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(minutes=1)


def next_try_after(attempts: int, failed_at: datetime) -> datetime | None:
    """The pause doubles from one minute (1, 2, 4 … 64); None once the last of eight attempts has failed."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return failed_at + FIRST_PAUSE * (1 << (attempts - 1))
