"""A sender that kills itself with SIGKILL: `before` it sends, `between` sending and noting it, `after` noting it, or
`never`. `python -m pendapa.notices.tests.dying_sender <moment>` sends what is due now."""

import os
import signal
import sys
from typing import Any


def main(moment: str) -> None:
    """Set the program up, lay the mine, send."""
    import django

    django.setup()
    from django.utils import timezone

    from pendapa.notices.actions import send_next_messages, sending

    begin, write_down = sending._begin, sending._write_down

    def dying_before(message: Any) -> bool:
        is_begun = begin(message)
        if moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        return is_begun

    def dying_after(message: Any, fields: list[str]) -> None:
        if moment == "between":
            os.kill(os.getpid(), signal.SIGKILL)
        write_down(message, fields)
        if moment == "after":
            os.kill(os.getpid(), signal.SIGKILL)

    sending._begin, sending._write_down = dying_before, dying_after
    send_next_messages(timezone.now(), 100)


if __name__ == "__main__":
    main(sys.argv[1])
