"""Values as YAML on one line."""

import re
from collections.abc import Mapping
from typing import Any

Value = str | list[str] | Mapping[str, "Value"]
_PLAIN = re.compile(r"[A-Za-z0-9_\u4e00-\u9fff][A-Za-z0-9_/.\u4e00-\u9fff-]*")


def flow(value: Value) -> str:
    """`value` as it is written in one line of YAML."""
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else _quoted(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(k)}: {flow(v)}" for k, v in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'


def plain(value: Value) -> Any:
    """The value as YAML's reader gives it back."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return value if isinstance(value, str) else [plain(each) for each in value]
