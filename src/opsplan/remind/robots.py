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
from opsplan.remind.markup import (
    DINGTALK_BYTES,
    FEISHU_BYTES,
    TITLE_BYTES,
    WECOM_MARKDOWN_BYTES,
    WECOM_TEXT_BYTES,
    cut,
    inert,
    without_mentions,
)
from opsplan.remind.outcome import OutMessage
from opsplan.values.channel import Channel, ChannelKind
from opsplan.values.classes import dataclass
from opsplan.values.text import Message, say

Data = dict[str, object]


def posting_of(channel: Channel, message: OutMessage, now: float) -> Posting:
    """The request that says `message`; `now` (seconds since 1970) is part of the signatures."""
    url = channel.url.text if channel.url else ""
    secret = channel.secret.text if channel.secret else None
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"opsplan/{__version__}",
    }
    match channel.kind:
        case "dingtalk":
            if secret:
                url = _with_query(url, dingtalk_signature(secret, round(now * 1000)))
            return Posting(url, _dingtalk(message), headers)
        case "feishu":
            signature = feishu_signature(secret, int(now)) if secret else {}
            return Posting(url, _feishu(message, signature), headers)
        case "wecom":
            return Posting(url, _wecom(message), headers)
        case _:
            body = _encoded(
                {
                    "title": message.title,
                    "text": message.text,
                    "markdown": message.markdown,
                    "key": message.key,
                }
            )
            headers["Idempotency-Key"] = message.key
            if secret:
                digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
                headers["X-Opsplan-Signature"] = f"sha256={digest}"
            return Posting(url, body, headers, wants_body=False)


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


def _dingtalk(message: OutMessage) -> bytes:
    title = cut(message.title, TITLE_BYTES)

    def body(text: str) -> Data:
        if message.markdown:
            shown = f"#### {inert(title)}\n\n{text}"
            return {"msgtype": "markdown", "markdown": {"title": title, "text": shown}}
        return {"msgtype": "text", "text": {"content": f"{title}\n{text}"}}

    return _fitted(body, message.markdown or message.text, DINGTALK_BYTES)


def _feishu(message: OutMessage, signature: Mapping[str, str]) -> bytes:
    title = cut(message.title, TITLE_BYTES)

    def body(text: str) -> Data:
        if not message.markdown:
            content = {"text": f"{without_mentions(title)}\n{text}"}
            return {**signature, "msg_type": "text", "content": content}
        card = {
            "header": {"title": {"tag": "plain_text", "content": title}},
            "elements": [{"tag": "markdown", "content": text}],
        }
        return {**signature, "msg_type": "interactive", "card": card}

    return _fitted(body, without_mentions(message.markdown or message.text), FEISHU_BYTES)


def _wecom(message: OutMessage) -> bytes:
    title = cut(message.title, TITLE_BYTES)
    if message.markdown:
        whole = without_mentions(f"#### {inert(title)}\n{message.markdown}")
        content = {"content": cut(whole, WECOM_MARKDOWN_BYTES)}
        return _encoded({"msgtype": "markdown", "markdown": content})
    content = {"content": cut(f"{title}\n{message.text}", WECOM_TEXT_BYTES)}
    return _encoded({"msgtype": "text", "text": content})


def _fitted(body: Callable[[str], Data], text: str, limit: int) -> bytes:
    """The body of as much of `text` as `limit` bytes allow, however much its characters grow."""
    whole = _encoded(body(text))
    if len(whole) <= limit:
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


def verdict_of(kind: ChannelKind, body: bytes) -> Verdict | None:
    """What the robot's answer says; None where it says nothing that can be read."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    names = ("code", "StatusCode") if kind == "feishu" else ("errcode",)
    code = next((data[name] for name in names if name in data), None)
    if not isinstance(code, int) or isinstance(code, bool):
        return None
    said = next((data[n] for n in ("errmsg", "msg", "StatusMessage") if data.get(n)), "")
    detail = str(said)
    wait = _TOO_FAST[kind].get(code)
    if (kind, code) == ("feishu", 9499) and "too many" not in detail.lower():
        wait = None  # the same code is a malformed request
    if wait is not None:
        reason = say("too many messages")
    else:
        reason = _KNOWN.get((kind, code), say("the robot refuses it"))
        wait = BUSY_WAIT if code == -1 else None
    said_so = say("{reason} (code {code}: {detail})", reason=reason, code=code, detail=detail)
    return Verdict(code, said_so, wait)


BUSY_WAIT = 60.0
"""Seconds to leave a robot alone that says it is busy."""

_TOO_FAST: dict[ChannelKind, dict[int, float]] = {
    # More than 20 a minute close a DingTalk robot for ten minutes.
    "dingtalk": {130101: 600, 410100: 600},
    "wecom": {45009: 60, 45033: 60},
    "feishu": {9499: 60, 11232: 60, 11233: 60},
}
_SETTINGS = say("the robot's safety settings refuse it: keyword, signature or address")
_ADDRESS = say("there is no robot at this url any more")
_KNOWN: dict[tuple[ChannelKind, int], Message] = {
    ("dingtalk", 310000): _SETTINGS,
    ("dingtalk", 300001): _ADDRESS,
    ("dingtalk", 300005): _ADDRESS,
    ("dingtalk", 400101): _ADDRESS,
    ("dingtalk", 400102): _ADDRESS,
    ("wecom", 93000): _ADDRESS,
    ("feishu", 19001): _ADDRESS,
    ("feishu", 19021): say("the signature does not fit: wrong secret, or a wrong clock"),
    ("feishu", 19022): _SETTINGS,
    ("feishu", 19024): _SETTINGS,
}
