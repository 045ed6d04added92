"""What went wrong when a message was handed over, and what that means for it."""

from datetime import timedelta


class CannotSend(Exception):
    """`is_final`: trying again will not help. `is_gone`: there is nobody any more. `asked_pause`: not before that."""

    def __init__(
        self, reason: str, *, is_final: bool = False, is_gone: bool = False, asked_pause: timedelta | None = None
    ) -> None:
        self.is_final = is_final
        self.is_gone = is_gone
        self.asked_pause = asked_pause
        super().__init__(reason)
