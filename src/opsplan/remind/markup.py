"""What robots make of a text: how to cut it, and how to keep it from being markup."""

import re

TITLE_BYTES = 300


def without_mentions(text: str) -> str:
    """`text` in which no `<at …>` or `<@…>` calls anybody: opsplan never does, titles must not."""
    return re.sub(r"<(?=\s*/?\s*(?:at\b|@))", "＜", text, flags=re.IGNORECASE)


_ACTIVE = str.maketrans("*_`[]()#<>~|\\", "＊＿｀［］（）＃＜＞～｜＼")


def inert(title: str) -> str:
    """A title in which no character is markup: robots do not agree on how to escape one."""
    return " ".join(title.translate(_ACTIVE).split())


def cut(text: str, limit: int | None) -> str:
    """`text` in at most `limit` bytes of UTF-8, between two characters, with … where it ends."""
    if limit is None:
        return text
    data = text.encode("utf-8", "replace")
    if len(data) <= limit:
        return text
    return data[: limit - len("…".encode())].decode("utf-8", "ignore") + "…"
