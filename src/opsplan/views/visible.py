"""Titles are data: what would steer a terminal or turn a line around is shown, not obeyed."""

from functools import lru_cache

HIDDEN = (
    0x7F,
    *range(0x80, 0xA0),
    0x061C,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
)


@lru_cache(maxsize=1)
def _shown() -> dict[int, str]:
    shown = {code: chr(0x2400 + code) for code in range(0x20)}
    shown |= {code: f"⟨{code:04X}⟩" for code in (*HIDDEN, *range(0xD800, 0xE000))}
    return shown | {0x7F: "␡"}


def visible(text: str) -> str:
    """`text` with control and bidi characters in visible form (`␛`, `⟨202E⟩`)."""
    # What Unicode calls printable has none of them, and nearly every text is that.
    return text if text.isprintable() else text.translate(_shown())
