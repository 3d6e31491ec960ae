"""Values as YAML on one line."""

import re
from collections.abc import Mapping
from typing import Any

Value = str | int | list[str] | Mapping[str, "Value"]
_PLAIN = re.compile(r"[A-Za-z0-9_\u4e00-\u9fff][A-Za-z0-9_/.()（）\u4e00-\u9fff-]*")
_NO_TEXT = re.compile(r"(?i)null|[\d.,_]+")
"""What our reader takes for nothing, or editors for a number."""


def flow(value: Value) -> str:
    """`value` as it is written in one line of YAML."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        is_plain = _PLAIN.fullmatch(value) and not _NO_TEXT.fullmatch(value)
        return value if is_plain else _quoted(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(k)}: {flow(v)}" for k, v in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


def _quoted(text: str) -> str:
    """In double quotes, on one line; no YAML may hold a NUL."""
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    safe = (c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
    return f'"{"".join(safe)}"'


def plain(value: Value) -> Any:
    """The value as our reader gives it back: numbers are texts to it."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return value if isinstance(value, str) else [plain(each) for each in value]
