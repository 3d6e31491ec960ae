"""DingTalk, WeCom and Feishu robots and plain webhooks: what they are sent and what they answer.

Formats, signatures, limits and codes are those of the platforms' own documentation of group robots.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from opsplan import __version__
from opsplan.remind.exchange import Posting
from opsplan.remind.markup import TITLE_BYTES, cut, inert, without_mentions
from opsplan.remind.outcome import OutMessage
from opsplan.values.channel import Channel
from opsplan.values.channel_kinds import KINDS, ChannelKind
from opsplan.values.classes import dataclass, field
from opsplan.values.text import Message, say

Data = dict[str, object]


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to a robot, and where; `headers` are those beside the usual ones."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def posting_of(channel: Channel, message: OutMessage, now: float) -> Posting:
    """The request that says `message`; `now` (seconds since 1970) is part of the signatures."""
    robot = ROBOTS[channel.kind]
    url = channel.url.text if channel.url else ""
    said = robot.say(message, url, channel.secret.text if channel.secret else None, now)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"opsplan/{__version__}",
        **said.headers,
    }
    return Posting(said.url, said.body, headers, wants_body=robot.codes is not None)


def dingtalk_signature(secret: str, timestamp: int) -> dict[str, str]:
    """`timestamp` (milliseconds) and `sign` of a DingTalk robot, not yet encoded for the URL."""
    text = f"{timestamp}\n{secret}"
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return {"timestamp": str(timestamp), "sign": base64.b64encode(digest).decode()}


def feishu_signature(secret: str, timestamp: int) -> dict[str, str]:
    """`timestamp` (seconds) and `sign` of a Feishu robot: the text is the key, it signs nothing."""
    digest = hmac.new(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": str(timestamp), "sign": base64.b64encode(digest).decode()}


def _with_query(url: str, more: Mapping[str, str]) -> str:
    """`url` with these parameters instead of any that it has of these names."""
    parts = urlsplit(url)
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in more]
    return urlunsplit(parts._replace(query=urlencode([*query, *more.items()])))


def _to_dingtalk(message: OutMessage, url: str, secret: str | None, now: float) -> Request:
    title = cut(message.title, TITLE_BYTES)
    if secret:
        url = _with_query(url, dingtalk_signature(secret, round(now * 1000)))

    def body(text: str) -> Data:
        if message.markdown:
            shown = f"#### {inert(title)}\n\n{text}"
            return {"msgtype": "markdown", "markdown": {"title": title, "text": shown}}
        return {"msgtype": "text", "text": {"content": f"{title}\n{text}"}}

    return Request(url, _fitted(body, message.markdown or message.text, "dingtalk"))


def _to_feishu(message: OutMessage, url: str, secret: str | None, now: float) -> Request:
    title = cut(message.title, TITLE_BYTES)
    signature = feishu_signature(secret, int(now)) if secret else {}

    def body(text: str) -> Data:
        if not message.markdown:
            content = {"text": f"{without_mentions(title)}\n{text}"}
            return {**signature, "msg_type": "text", "content": content}
        card = {
            "header": {"title": {"tag": "plain_text", "content": title}},
            "elements": [{"tag": "markdown", "content": text}],
        }
        return {**signature, "msg_type": "interactive", "card": card}

    text = without_mentions(message.markdown or message.text)
    return Request(url, _fitted(body, text, "feishu"))


def _to_wecom(message: OutMessage, url: str, _: str | None, __: float) -> Request:
    title, facts = cut(message.title, TITLE_BYTES), KINDS["wecom"]
    if message.markdown:
        whole = without_mentions(f"#### {inert(title)}\n{message.markdown}")
        content = {"content": cut(whole, facts.markdown_bytes)}
        return Request(url, _encoded({"msgtype": "markdown", "markdown": content}))
    content = {"content": cut(f"{title}\n{message.text}", facts.text_bytes)}
    return Request(url, _encoded({"msgtype": "text", "text": content}))


def _to_webhook(message: OutMessage, url: str, secret: str | None, _: float) -> Request:
    body = _encoded(
        {
            "title": message.title,
            "text": message.text,
            "markdown": message.markdown,
            "key": message.key,
        }
    )
    headers = {"Idempotency-Key": message.key}
    if secret:
        digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        headers["X-Opsplan-Signature"] = f"sha256={digest}"
    return Request(url, body, headers)


def _fitted(body: Callable[[str], Data], text: str, kind: ChannelKind) -> bytes:
    """The body of as much of `text` as its bytes allow, however much its characters grow."""
    whole = _encoded(body(text))
    limit = KINDS[kind].markdown_bytes
    if limit is None or len(whole) <= limit:
        return whole
    fits, too_long = 0, len(text)
    while fits + 1 < too_long:
        middle = (fits + too_long) // 2
        if len(_encoded(body(f"{text[:middle]}…"))) <= limit:
            fits = middle
        else:
            too_long = middle
    return _encoded(body(f"{text[:fits]}…"))


def _encoded(data: Data) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a robot said: `code` 0 is yes; `wait` are the seconds after which it may be asked again,
    None where that would not help."""

    code: int
    reason: Message
    wait: float | None = None


BUSY_WAIT = 60.0
"""Seconds to leave a robot alone that says it is busy."""


@dataclass(frozen=True, slots=True)
class Codes:
    """How a robot's answer is read: the first of `keys` that it has is a code, 0 is yes.

    `too_fast` are codes with the seconds to wait; those of `unclear` are so only where the answer
    says "too many" as well. `known` are reasons for other codes.
    """

    too_fast: Mapping[int, float]
    known: Mapping[int, Message]
    keys: tuple[str, ...] = ("errcode",)
    unclear: tuple[int, ...] = ()

    def verdict(self, body: bytes) -> Verdict | None:
        """What the robot's answer says; None where it says nothing that can be read."""
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            return None
        if not isinstance(data, dict):
            return None
        code = next((data[key] for key in self.keys if key in data), None)
        if not isinstance(code, int) or isinstance(code, bool):
            return None
        said = next((data[n] for n in ("errmsg", "msg", "StatusMessage") if data.get(n)), "")
        detail = str(said)
        wait = self.too_fast.get(code)
        if code in self.unclear and "too many" not in detail.lower():
            wait = None
        if wait is not None:
            reason = say("too many messages")
        else:
            reason = self.known.get(code, say("the robot refuses it"))
            wait = BUSY_WAIT if code == -1 else None
        said_so = say("{reason} (code {code}: {detail})", reason=reason, code=code, detail=detail)
        return Verdict(code, said_so, wait)


@dataclass(frozen=True, slots=True)
class Robot:
    """A kind of robot: `say` makes the request of a message, a url, a secret (None where there is
    none) and the time; `codes` read the answer, None where the HTTP status is all there is."""

    say: Callable[[OutMessage, str, str | None, float], Request]
    codes: Codes | None = None


_SETTINGS = say("the robot's safety settings refuse it: keyword, signature or address")
_ADDRESS = say("there is no robot at this url any more")
_SIGNATURE = say("the signature does not fit: wrong secret, or a wrong clock")
ROBOTS: Mapping[ChannelKind, Robot] = {
    "dingtalk": Robot(
        _to_dingtalk,
        Codes(
            # More than 20 a minute close a DingTalk robot for ten minutes.
            too_fast={130101: 600, 410100: 600},
            known={
                310000: _SETTINGS,
                300001: _ADDRESS,
                300005: _ADDRESS,
                400101: _ADDRESS,
                400102: _ADDRESS,
            },
        ),
    ),
    "wecom": Robot(_to_wecom, Codes(too_fast={45009: 60, 45033: 60}, known={93000: _ADDRESS})),
    "feishu": Robot(
        _to_feishu,
        Codes(
            too_fast={9499: 60, 11232: 60, 11233: 60},
            known={19001: _ADDRESS, 19021: _SIGNATURE, 19022: _SETTINGS, 19024: _SETTINGS},
            keys=("code", "StatusCode"),
            unclear=(9499,),  # a malformed request has the same code
        ),
    ),
    "webhook": Robot(_to_webhook),
}
"""Whatever is reached by a POST; the other kinds have ways of their own in `deliver`."""
