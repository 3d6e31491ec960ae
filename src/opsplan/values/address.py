"""Where channels and servers are reached: web addresses, and variables that hold them."""

import ipaddress
import re
from urllib.parse import urlsplit

from opsplan.values.channel_kinds import KINDS, ChannelKind
from opsplan.values.text import Message, say

Fault = tuple[Message, Message | None]
"""What is wrong, and what would be right."""

ENV = "env:"
"""How the url or secret of a channel begins that is the value of an environment variable."""

_ENV_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def url_fault(kind: ChannelKind, url: str) -> Fault | None:
    """What is wrong with a channel's url and what would be right; None where it can be used.

    Robots are reached over https; plain http is for kinds that allow it, and this very machine.
    """
    if url.startswith(ENV):
        return env_fault(url)
    allowed = KINDS[kind].address
    if allowed == "apprise":
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
    if parts.scheme == "http" and allowed != "http" and not is_loopback(host):
        return say("a robot's address begins with https"), wanted
    return None


def is_loopback(host: str) -> bool:
    """Whether that host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def env_fault(text: str) -> Fault | None:
    """What is wrong with `env:NAME`; None where nothing is, or it is none."""
    if not text.startswith(ENV) or _ENV_NAME.fullmatch(text.removeprefix(ENV)):
        return None
    return say("env: is followed by the name of a variable"), say("such as env:DING_URL")
