"""The channels of the config. What is wrong with one is told without showing its url or secret."""

import ipaddress
import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from opsplan.playbook.faults import near_miss, problem_at
from opsplan.playbook.fields import Id, Plain, Strict, refuse
from opsplan.playbook.tree import Node
from opsplan.values.channel import CHANNEL_KINDS, Channel, ChannelKind, Secret
from opsplan.values.problem import Problem
from opsplan.values.text import Message, say

ENV = "env:"
"""How the url or secret of a channel begins that is the value of an environment variable."""

SIGNED: tuple[ChannelKind, ...] = ("dingtalk", "feishu", "webhook")
"""The kinds whose messages are signed with a secret."""

_ENV_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class ChannelField(Strict):
    """Where reminders are sent."""

    id: Id
    kind: ChannelKind
    url: Annotated[Plain | None, Field(description="The address, or env:NAME.")] = None
    secret: Annotated[Plain | None, Field(description="What signs messages, or env:NAME.")] = None
    shops: Annotated[list[Plain], Field(description="Whose reminders; without it, all.")] = []

    @model_validator(mode="before")
    @classmethod
    def _no_stray_url(cls, value: Any) -> Any:
        """Other keys are quoted in messages, so an address must not hide in one."""
        if isinstance(value, dict):
            shown = [*value, *(value.get(key) for key in ("id", "kind", "shops"))]
            if any("://" in str(each) for each in shown):
                raise refuse(say("an address stands where it would be shown"), say("use url: …"))
        return value

    @property
    def channel(self) -> Channel:
        """The value that the rest of the house knows."""
        url, secret = (Secret(text) if text else None for text in (self.url, self.secret))
        return Channel(self.id, self.kind, url, secret, tuple(self.shops))


def channel_faults(root: Node, file: str, shops: list[str]) -> list[Problem]:
    """What is wrong between the keys of the channels, and with their addresses."""
    listed = root.get("channels")
    items = (listed.items or []) if listed else []
    ids = [_text(item, "id") for item in items]
    problems: list[Problem] = []
    for index, item in enumerate(items):
        place = ("channels", index)
        if ids[index] and ids[index] in ids[:index]:
            what = say("the id {id} stands twice", id=ids[index])
            problems.append(problem_at(file, root, (*place, "id"), what, None))
        for number, shop in enumerate((named.items or []) if (named := item.get("shops")) else []):
            if shop.text and "://" not in shop.text and shop.text not in shops:
                what = say("there is no shop '{word}'", word=shop.text)
                fix = near_miss(shop.text, shops)
                problems.append(problem_at(file, root, (*place, "shops", number), what, fix))
        kind = next((each for each in CHANNEL_KINDS if each == _text(item, "kind")), None)
        if kind is not None:
            faults = _faults_of(kind, item)
            problems += [problem_at(file, root, (*place, key), *fault) for key, fault in faults]
    return problems


Fault = tuple[Message, Message | None]


def _faults_of(kind: ChannelKind, item: Node) -> list[tuple[str, Fault]]:
    url, secret = item.get("url"), item.get("secret")
    faults: list[tuple[str, Fault]] = []
    if kind == "desktop":
        if url is not None:
            faults.append(("url", (say("a desktop notice has no url"), None)))
    elif url is None:
        faults.append(("url", (say("the key '{key}' is missing", key="url"), None)))
    elif url.text and (fault := url_fault(kind, url.text)):
        faults.append(("url", fault))
    if secret is not None:
        if kind not in SIGNED:
            what = say("a channel of the kind {kind} has no secret", kind=kind)
            faults.append(("secret", (what, say("only {kinds} have one", kinds=SIGNED))))
        elif secret.text and (fault := _env_fault(secret.text)):
            faults.append(("secret", fault))
    return faults


def url_fault(kind: ChannelKind, url: str) -> Fault | None:
    """What is wrong with a channel's url and what would be right; None where it can be used.

    Robots are reached over https; plain http is for webhooks, and for this very machine.
    """
    if url.startswith(ENV):
        return _env_fault(url)
    if kind == "apprise":
        if re.match(r"[A-Za-z][A-Za-z0-9]*://\S", url):
            return None
        return say("this is no address that apprise knows"), say("such as mailto://… or tgram://…")
    wanted = say("such as https://… or env:NAME")
    if not url.isascii() or re.search(r"[\s\x00-\x20\x7f]", url):
        return say("the address has a character that no address has"), wanted
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return say("this is no web address"), wanted
    if parts.scheme not in ("http", "https") or not host:
        return say("this is no web address"), wanted
    if parts.username is not None:
        return say("the address has a user in it"), wanted
    if parts.scheme == "http" and kind != "webhook" and not is_loopback(host):
        return say("a robot's address begins with https"), wanted
    return None


def is_loopback(host: str) -> bool:
    """Whether that host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _env_fault(text: str) -> Fault | None:
    if not text.startswith(ENV) or _ENV_NAME.fullmatch(text.removeprefix(ENV)):
        return None
    return say("env: is followed by the name of a variable"), say("such as env:DING_URL")


def _text(item: Node, key: str) -> str | None:
    node = item.get(key)
    return node.text if node else None
