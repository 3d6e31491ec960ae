"""What robots are sent: signatures byte for byte, sizes, and titles that call nobody."""

import base64
import hashlib
import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsplan.remind.markup import cut, inert, without_mentions
from opsplan.remind.outcome import OutMessage
from opsplan.remind.robots import ROBOTS, dingtalk_signature, feishu_signature, posting_of
from opsplan.values.channel import Channel, Secret
from opsplan.values.channel_kinds import ChannelKind


def hmac_by_hand(key: bytes, text: bytes) -> bytes:
    """HMAC-SHA256 as RFC 2104 defines it, for keys of a block at most."""
    padded = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded) + text).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in padded) + inner).digest()


def body_of(kind: ChannelKind, message: OutMessage) -> tuple[bytes, Any]:
    body = posting_of(Channel("a", kind, Secret("https://x/y")), message, 0).body
    return body, json.loads(body)


class TestSignatures:
    def test_dingtalk_byte_for_byte(self) -> None:
        found = dingtalk_signature("this is secret", 1577262236757)
        text = b"1577262236757\nthis is secret"
        assert base64.b64decode(found["sign"]) == hmac_by_hand(b"this is secret", text)
        # What openssl dgst -sha256 -hmac says of the same bytes.
        assert found["sign"] == "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="

    def test_it_is_encoded_exactly_once(self) -> None:
        channel = Channel(
            "a",
            "dingtalk",
            Secret("https://oapi.dingtalk.com/robot/send?access_token=a%2Bb"),
            Secret("this is secret"),
        )
        url = posting_of(channel, OutMessage("t", "x", "", "k"), 1577262236.757).url
        assert parse_qs(urlsplit(url).query) == {
            "access_token": ["a+b"],
            "timestamp": ["1577262236757"],
            "sign": ["hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="],
        }
        assert "%25" not in url
        assert url.startswith("https://oapi.dingtalk.com/robot/send?access_token=a%2Bb&")

    def test_a_stale_signature_in_the_url_is_replaced(self) -> None:
        channel = Channel("a", "dingtalk", Secret("https://x/?sign=old&timestamp=1"), Secret("s"))
        query = parse_qs(urlsplit(posting_of(channel, OutMessage("t", "x", "", "k"), 2).url).query)
        assert query["timestamp"] == ["2000"]
        assert len(query["sign"]) == 1

    def test_feishu_signs_nothing_with_time_and_secret(self) -> None:
        found = feishu_signature("this is secret", 1577262236)
        expected = hmac_by_hand(b"1577262236\nthis is secret", b"")
        assert base64.b64decode(found["sign"]) == expected
        assert found["timestamp"] == "1577262236"


class TestShapes:
    PLAIN = OutMessage("主店 08:30", "重发产品信息", "", "k")
    MARKED = OutMessage("主店 08:30", "重发", "- **重发**", "k")

    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            ("dingtalk", {"msgtype": "text", "text": {"content": "主店 08:30\n重发产品信息"}}),
            ("wecom", {"msgtype": "text", "text": {"content": "主店 08:30\n重发产品信息"}}),
            ("feishu", {"msg_type": "text", "content": {"text": "主店 08:30\n重发产品信息"}}),
        ],
    )
    def test_text(self, kind: ChannelKind, expected: object) -> None:
        assert body_of(kind, self.PLAIN)[1] == expected

    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            (
                "dingtalk",
                {
                    "msgtype": "markdown",
                    "markdown": {"title": "主店 08:30", "text": "#### 主店 08:30\n\n- **重发**"},
                },
            ),
            (
                "wecom",
                {
                    "msgtype": "markdown",
                    "markdown": {"content": "#### 主店 08:30\n- **重发**"},
                },
            ),
            (
                "feishu",
                {
                    "msg_type": "interactive",
                    "card": {
                        "header": {"title": {"tag": "plain_text", "content": "主店 08:30"}},
                        "elements": [{"tag": "markdown", "content": "- **重发**"}],
                    },
                },
            ),
        ],
    )
    def test_markdown(self, kind: ChannelKind, expected: object) -> None:
        assert body_of(kind, self.MARKED)[1] == expected


class TestSizes:
    TEXTS = ("清" * 30_000, "a" * 60_000, '"' * 30_000, "\\\n" * 30_000, "👩‍🔧" * 9000)

    @pytest.mark.parametrize("text", TEXTS)
    @pytest.mark.parametrize("is_marked", [False, True])
    @pytest.mark.parametrize(("kind", "limit"), [("dingtalk", 20_000), ("feishu", 30_000)])
    def test_the_whole_body_is_within_the_limit(
        self, kind: ChannelKind, limit: int, is_marked: bool, text: str
    ) -> None:
        message = OutMessage("t" * 5000, text, text if is_marked else "", "k")
        body, data = body_of(kind, message)
        assert len(body) <= limit
        assert len(body) > 15_000
        assert "…" in json.dumps(data, ensure_ascii=False)

    @pytest.mark.parametrize("text", TEXTS)
    def test_wecom_counts_the_content(self, text: str) -> None:
        _, plain = body_of("wecom", OutMessage("t", text, "", "k"))
        _, marked = body_of("wecom", OutMessage("t", "", text, "k"))
        assert 2030 < len(plain["text"]["content"].encode()) <= 2048
        assert 4080 < len(marked["markdown"]["content"].encode()) <= 4096
        assert plain["text"]["content"].endswith("…")

    @given(st.text(st.characters(codec="utf-8")), st.integers(3, 60))
    def test_a_cut_is_between_two_characters(self, text: str, limit: int) -> None:
        found = cut(text, limit)
        assert len(found.encode()) <= limit
        assert found == text or text.startswith(found.removesuffix("…"))
        assert found != text or len(text.encode()) <= limit

    def test_what_is_no_unicode_is_no_crash(self) -> None:
        for kind in ROBOTS:
            assert body_of(kind, OutMessage("\ud800", "\udfff", "", "k"))[0]


class TestTitlesAreData:
    @pytest.mark.parametrize(
        "text",
        ['<at user_id="all">x</at>', "<AT id=all></AT>", "<@all>", "< at id=all>", "</ at>"],
    )
    def test_nobody_is_called(self, text: str) -> None:
        marked = OutMessage(text, text, text, "k")
        plain = OutMessage(text, text, "", "k")
        said = [
            body_of("wecom", marked)[1]["markdown"]["content"],
            body_of("feishu", marked)[1]["card"]["elements"][0]["content"],
            body_of("feishu", plain)[1]["content"]["text"],
        ]
        for each in said:
            assert not re.search(r"<\s*/?\s*(at|@)", each, re.IGNORECASE)

    def test_other_angles_stay(self) -> None:
        assert without_mentions("a < b <attic> <b>") == "a < b <attic> <b>"

    def test_a_title_is_no_markdown(self) -> None:
        assert (
            inert("**a** [x](http://y) <b> `c`\n# d")
            == "＊＊a＊＊ ［x］（http://y） ＜b＞ ｀c｀ ＃ d"
        )
