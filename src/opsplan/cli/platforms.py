"""The platforms and markets that playbooks know, by id and by the names that people say."""

from collections.abc import Iterable, Mapping

from opsplan.values.problem import UsageError
from opsplan.values.spelling import near_miss
from opsplan.values.text import Message, say

PLATFORMS = {
    "1688": "1688-shop",
    "taobao": "taobao-shop",
    "alibaba": "alibaba-intl",
}
"""The playbook that a shop on each platform begins with."""

_CALLED = {
    "淘宝": "taobao",
    "淘宝网": "taobao",
    "诚信通": "1688",
    "国际站": "alibaba",
    "阿里国际站": "alibaba",
    "阿里巴巴国际站": "alibaba",
}
_MARKETS_CALLED = {"欧洲": "eu", "欧盟": "eu", "europe": "eu", "美国": "us", "usa": "us"}
_SHOWN: Mapping[str, Message] = {
    "taobao": say("taobao"),
    "alibaba": say("alibaba"),
    "eu": say("eu"),
    "us": say("us"),
}


def shown(ids: Iterable[str]) -> list[Message]:
    """Ids for people, with what they are called where the id does not say it."""
    return [_SHOWN.get(each) or say("{name}", name=each) for each in ids]


def platform_named(text: str) -> str:
    """The platform of that id or name; UsageError names the known ones."""
    what = say("there is no platform '{word}'", word=text)
    return _named(text, PLATFORMS, _CALLED, what)


def market_named(text: str, known: Iterable[str]) -> str:
    """The market of that id or name; UsageError names the known ones."""
    what = say("no playbook knows a market '{word}'", word=text)
    return _named(text, known, _MARKETS_CALLED, what)


def _named(text: str, known: Iterable[str], called: Mapping[str, str], what: Message) -> str:
    ids = list(known)
    word = text.strip().lower()
    found = called.get(word, word)
    if found in ids:
        return found
    raise UsageError(what, near_miss(word, ids) or say("there are {names}", names=shown(ids)))
