"""What is to be said, as a title and lines, and how each kind of receiver is given it."""

from typing import Literal

from opsplan.remind.markup import TITLE_BYTES, inert
from opsplan.remind.outcome import OutMessage
from opsplan.values.channel_kinds import KINDS, ChannelKind
from opsplan.values.classes import dataclass
from opsplan.views.words import Words

Format = Literal["text", "markdown"] | ChannelKind
_MARKDOWN_BYTES: dict[Format, int] = {
    kind: facts.markdown_bytes for kind, facts in KINDS.items() if facts.markdown_bytes is not None
}
FORMATS: tuple[Format, ...] = ("text", "markdown", *_MARKDOWN_BYTES)
"""What a reminder can be printed as: the kinds among them are those that limit their Markdown."""
AROUND = 600
"""Bytes left free for what a robot's message has around the lines: the title and JSON's marks."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading, or under none."""

    lines: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title and parts, in the reader's language and safe to show, without any markup."""

    title: str
    parts: tuple[Part, ...]


def body(sheet: Sheet, form: Format, words: Words) -> str:
    """The parts without the title, in a receiver's form and within what it takes."""
    is_markdown = form != "text"
    limit = _MARKDOWN_BYTES.get(form)
    return _fitted(_lines(sheet, markdown=is_markdown), limit, words)


def whole(sheet: Sheet, form: Format, words: Words) -> str:
    """The sheet with its title, as a text that ends with a line break."""
    title = sheet.title if form == "text" else f"#### {inert(sheet.title)}\n"
    return f"{title}\n{body(sheet, form, words)}\n"


def message_of(sheet: Sheet, kind: ChannelKind, key: str, words: Words) -> OutMessage:
    """The message for a channel of that kind."""
    text = _fitted(_lines(sheet, markdown=False), KINDS[kind].text_bytes, words)
    return OutMessage(sheet.title, text, body(sheet, kind, words), key)


def _lines(sheet: Sheet, *, markdown: bool) -> list[str]:
    found: list[str] = []
    for part in sheet.parts:
        if not part.lines:
            continue
        if part.heading:
            if found:
                found.append("")
            found.append(f"**{inert(part.heading)}**" if markdown else part.heading)
            found += [""] if markdown else []
        found += [f"- {inert(line)}" for line in part.lines] if markdown else part.lines
    return found


def _fitted(lines: list[str], limit: int | None, words: Words) -> str:
    """The lines, as many as fit; the last one then says how many do not."""
    text = "\n".join(lines)
    if limit is None or _size(text) + AROUND <= limit:
        return text
    kept = list(lines)
    while kept:
        kept.pop()
        left = sum(bool(line) for line in lines[len(kept) :])
        text = "\n".join([*kept, words("… and {count} more", count=left)])
        if _size(text) + AROUND <= limit:
            break
    return text


def _size(text: str) -> int:
    """The bytes of a text in JSON, where a line break takes two."""
    return len(text.encode()) + text.count("\n") + text.count('"') + text.count("\\")


assert AROUND > TITLE_BYTES
