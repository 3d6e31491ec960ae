"""Channels that are about to be used: their secrets, from the environment or a file beside it."""

import re
from collections.abc import Iterable, Mapping

from opsplan.values.address import ENV, url_fault
from opsplan.values.channel import SECRETS_FILE, Channel, Secret
from opsplan.values.classes import replace
from opsplan.values.problem import OpsplanError
from opsplan.values.text import Message, say

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*")


def resolved(channel: Channel, environ: Mapping[str, str]) -> Channel:
    """`channel` with what its `env:NAME` stand for.

    OpsplanError, naming the variable and never its value, where one is missing or is no address.
    """
    url = _resolved(channel, "url", channel.url, environ)
    secret = _resolved(channel, "secret", channel.secret, environ)
    if url is not None and (fault := url_fault(channel.kind, url.text)):
        raise OpsplanError(_about(channel, "url", fault[0]), fault[1])
    return replace(channel, url=url, secret=secret)


def channels_for(channels: Iterable[Channel], shop: str) -> tuple[Channel, ...]:
    """The channels that the reminders of that shop go to."""
    return tuple(channel for channel in channels if channel.serves(shop))


def read_secrets(text: str) -> dict[str, str]:
    """The variables of a `secrets.env`; lines that are none, comments among them, say nothing."""
    found: dict[str, str] = {}
    for line in text.lstrip("\ufeff").splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        value = match[2]
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        found[match[1]] = value
    return found


def _resolved(
    channel: Channel, key: str, text: Secret | None, environ: Mapping[str, str]
) -> Secret | None:
    if text is None or not text.text.startswith(ENV):
        return text
    name = text.text.removeprefix(ENV)
    value = environ.get(name, "").strip()
    if not value:
        what = say("the variable {name} is not set", name=name)
        hint = say("export it, or write {name}=… into {file}", name=name, file=SECRETS_FILE)
        raise OpsplanError(_about(channel, key, what), hint)
    if value.startswith(ENV):
        what = say("the variable {name} names another variable", name=name)
        raise OpsplanError(_about(channel, key, what))
    return Secret(value)


def _about(channel: Channel, key: str, what: Message) -> Message:
    return say("channel {id}, {key}: {what}", id=channel.id, key=key, what=what)
