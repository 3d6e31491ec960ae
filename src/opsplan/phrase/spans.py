"""Spans of time, such as `1h30m`."""

import re

from opsplan.phrase.scan import fold

_SPAN = re.compile(r"(?:(\d{1,3})\s*(?:h|小时))?\s*(?:(\d{1,4})\s*(?:m|min|分钟|分))?")


def read_span(text: str) -> int | None:
    """The minutes of `20m`, `1h`, `1h30m`, `20分钟`; None where it is no span."""
    match = _SPAN.fullmatch(fold(text).strip().lower())
    if match is None or not (match[1] or match[2]):
        return None
    return int(match[1] or 0) * 60 + int(match[2] or 0)
