"""The kinds of channels, and what is so about each: all but how it is spoken to.

What posts to robots and reads their answers is `remind/robots.py`.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from opsplan.values.classes import dataclass
from opsplan.values.text import Text

ChannelKind = Literal["dingtalk", "wecom", "feishu", "webhook", "apprise", "desktop"]
CHANNEL_KINDS: tuple[ChannelKind, ...] = get_args(ChannelKind)

Address = Literal["https", "http", "apprise"]
"""What the url of a channel may be: https (http on this very machine alone); http as well; or
whatever apprise knows."""


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What is so about every channel of a kind.

    `address` is None where there is nothing to reach. `is_signed` says whether a secret can sign
    its messages. A message has at most so many bytes of plain text or Markdown; None: no limit.
    """

    name: Text
    address: Address | None = "https"
    is_signed: bool = False
    text_bytes: int | None = None
    markdown_bytes: int | None = None


KINDS: Mapping[ChannelKind, KindFacts] = {
    "dingtalk": KindFacts(Text("钉钉", "DingTalk"), "https", True, 20_000, 20_000),
    "wecom": KindFacts(Text("企业微信", "WeCom"), "https", False, 2048, 4096),
    # Feishu's older pages say 30 KB, its newer ones 20.
    "feishu": KindFacts(Text("飞书", "Feishu"), "https", True, 20_000, 20_000),
    "webhook": KindFacts(Text("Webhook", "webhook"), "http", True),
    "apprise": KindFacts(Text("Apprise", "apprise"), "apprise"),
    "desktop": KindFacts(Text("桌面", "desktop"), None),
}
SIGNED = tuple(kind for kind, facts in KINDS.items() if facts.is_signed)
"""The kinds whose messages are signed with a secret."""


def kind_named(text: str) -> ChannelKind | None:
    """The kind of that id or name, in either language; None where there is none."""
    word = text.strip().casefold()
    for kind, facts in KINDS.items():
        if word in (kind, facts.name.zh.casefold(), facts.name.en.casefold()):
            return kind
    return None
