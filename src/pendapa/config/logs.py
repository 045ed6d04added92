"""Log lines as JSON on standard error, each with its request's id and without personal data."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# The web server's own lines go the same way as all others; it names no paths in them.
SERVER_LOGGING: dict[str, Any] = {
    "formatters": {},
    "handlers": {},
    "loggers": {"_granian": {"handlers": [], "propagate": True}},
}

# PostgreSQL repeats the offending row in these lines.
_ROW_DETAILS = re.compile(r"^(DETAIL|CONTEXT|HINT):.*$", re.MULTILINE)


def _without_row_details(_logger: Any, _name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if isinstance(line.get("exception"), str):
        line["exception"] = _ROW_DETAILS.sub(r"\1: left out", line["exception"])
    return line


def leave_path_out(record: logging.LogRecord) -> bool:
    """Cut the path off the lines that Django writes about an answer ("Internal Server Error: /lacak/…"); all go on."""
    told = str(record.msg)
    if hasattr(record, "status_code") and told.endswith(": %s") and isinstance(record.args, tuple):
        record.msg, record.args = told.removesuffix(": %s"), record.args[:-1]
    return True


def configure_logs(level: str) -> None:
    """Send both structlog's and the standard library's lines through one JSON renderer."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _without_row_details,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    handler.addFilter(leave_path_out)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # These name full paths, and a path may hold a secret link; `observation.py` logs the route instead.
    logging.getLogger("django.request").setLevel("ERROR")
    logging.getLogger("django.server").setLevel("CRITICAL")
    for chatty in ("fontTools", "procrastinate", "pyhanko", "spiff"):
        logging.getLogger(chatty).setLevel("WARNING")
