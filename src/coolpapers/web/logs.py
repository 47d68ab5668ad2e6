"""Lines of the log: for people or as JSON, each with the id of the request it belongs to.

What readers look for is theirs: addresses are logged without what stands behind the question
mark, network addresses not at all.
"""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from coolpapers.errors import SettingError
from coolpapers.settings import Settings

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The request that is being answered, here and in the threads that help."""

FORMATS = ("text", "json")
LEVELS = ("debug", "info", "warning", "error")
OWN = "coolpapers"


class JsonLines(logging.Formatter):
    """One JSON object a line; what a record carries in `facts` stands beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := request_id.get():
            line["request"] = request
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """A line for people: time, level, message, and the request's id where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        moment = datetime.fromtimestamp(record.created, UTC)
        parts = [f"{moment:%Y-%m-%d %H:%M:%S}", record.levelname.lower(), record.getMessage()]
        parts += [f"{name}={value}" for name, value in getattr(record, "facts", {}).items()]
        if request := request_id.get():
            parts.append(f"request={request}")
        line = " ".join(parts)
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def set_up(settings: Settings) -> None:
    """Send what this process logs to standard error, in the form the operator wants.

    Raises:
        SettingError: There is no such form or level.
    """
    form, level = settings.text("log_format"), settings.text("log_level")
    if form not in FORMATS:
        raise SettingError("log_format", f"{form!r} is none of {', '.join(FORMATS)}")
    if level not in LEVELS:
        raise SettingError("log_level", f"{level!r} is none of {', '.join(LEVELS)}")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OWN).setLevel(level.upper())
