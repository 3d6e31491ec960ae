"""The config's channels: all faults at once with their places, and no url or secret among them."""

import pytest

from opsplan.playbook.config import read_config
from opsplan.values.channel import Channel, Secret
from opsplan.values.channel_kinds import CHANNEL_KINDS, KINDS, SIGNED


def channels_of(text: str) -> tuple[Channel, ...]:
    config, problems = read_config(text.encode(), "config.yaml")
    assert config is not None, [str(problem.what) for problem in problems]
    return config.channels


def faults(text: str) -> list[str]:
    config, problems = read_config(text.encode(), "config.yaml")
    assert config is None
    return [
        f"{each.line}:{each.column}: {each.path}: {each.what}"
        + (f"; {each.fix}" if each.fix else "")
        for each in problems
    ]


def test_the_contracts_example() -> None:
    text = (
        "shops: {main: {}, two: {}}\n"
        "channels: [{id: team, kind: dingtalk, url: env:DING_URL, secret: env:DING_SECRET,"
        " shops: [main]}]\n"
    )
    expected = Channel(
        "team", "dingtalk", Secret("env:DING_URL"), Secret("env:DING_SECRET"), ("main",)
    )
    assert channels_of(text) == (expected,)


@pytest.mark.parametrize("text", ["channels:\n", "channels: []\n", "lang: zh\n"])
def test_none(text: str) -> None:
    assert channels_of(text) == ()


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=a"),
        ("dingtalk", "http://127.0.0.1:8080/x"),
        ("feishu", "http://localhost/x"),
        ("wecom", "http://[::1]:1/x"),
        ("webhook", "http://nas.local:8123/api/webhook/x"),
        ("webhook", "env:HOOK"),
        ("apprise", "mailto://me:pass@example.org"),
        ("apprise", "tgram://1234:abc/-100"),
    ],
)
def test_addresses_that_can_be_used(kind: str, url: str) -> None:
    (found,) = channels_of(f"channels: [{{id: a, kind: {kind}, url: '{url}'}}]\n")
    assert found.url == Secret(url)


def test_every_kind_is_known() -> None:
    for kind in CHANNEL_KINDS:
        url = "" if KINDS[kind].address is None else ", url: 'https://x/y'"
        assert channels_of(f"channels: [{{id: a, kind: {kind}{url}}}]\n")[0].kind == kind


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        (
            "{id: a, kind: dingtlk, url: 'https://x/'}",
            f"1:26: channels[0].kind: 'dingtlk' is none of {', '.join(CHANNEL_KINDS)};"
            " did you mean 'dingtalk'?",
        ),
        (
            "{id: a, kind: desktop, shop: [main]}",
            "1:35: channels[0].shop: there is no key 'shop' here; did you mean 'shops'?",
        ),
        (
            "{id: a, kind: desktop, shops: [mian]}",
            "1:43: channels[0].shops[0]: there is no shop 'mian'; did you mean 'main'?",
        ),
        ("{id: a, kind: wecom}", "1:12: channels[0].url: the key 'url' is missing"),
        (
            "{id: a, kind: desktop, url: 'https://x'}",
            "1:40: channels[0].url: a desktop notice has no url",
        ),
        (
            "{id: a, kind: wecom, url: 'https://x', secret: s3cr3t}",
            "1:59: channels[0].secret: a channel of the kind wecom has no secret;"
            f" only {', '.join(SIGNED)} have one",
        ),
        (
            "{id: a, kind: feishu, url: 'http://s3cr3t/'}",
            "1:39: channels[0].url: a robot's address begins with https;"
            " such as https://… or env:NAME",
        ),
        (
            "{id: a, kind: webhook, url: 'env:s3cr3t-1'}",
            "1:40: channels[0].url: env: is followed by the name of a variable;"
            " such as env:DING_URL",
        ),
        (
            "{id: a, kind: webhook, url: s3cr3t}",
            "1:40: channels[0].url: this is no web address; such as https://… or env:NAME",
        ),
        (
            "{id: a, kind: webhook, url: 'https://x:99999/s3cr3t'}",
            "1:40: channels[0].url: this is no web address; such as https://… or env:NAME",
        ),
        (
            "{id: a, kind: webhook, url: 'https://me:s3cr3t@x/'}",
            "1:40: channels[0].url: the address has a user in it; such as https://… or env:NAME",
        ),
        (
            "{id: a, kind: webhook, url: 'https://x/ s3cr3t'}",
            "1:40: channels[0].url: the address has a character that no address has;"
            " such as https://… or env:NAME",
        ),
        (
            "{id: a, kind: apprise, url: 's3cr3t'}",
            "1:40: channels[0].url: this is no address that apprise knows;"
            " such as mailto://… or tgram://…",
        ),
        ("https://x/s3cr3t", "1:12: channels[0]: a mapping (key: value) is expected"),
        ("{kind: desktop}", "1:12: channels[0]: the key 'id' is missing"),
    ],
)
def test_one_line_with_its_place(channel: str, expected: str) -> None:
    (found,) = faults(f"channels: [{channel}]\nshops: {{main: {{}}}}\n")
    assert found == expected
    assert "s3cr3t" not in found


@pytest.mark.parametrize(
    "channel",
    [
        "{id: 'https://x/s3cr3t', kind: desktop}",
        "{id: a, kind: 'https://x/s3cr3t'}",
        "{id: a, kind: desktop, shops: ['https://x/s3cr3t']}",
        "{id: a, kind: desktop, 'https://x/s3cr3t': b}",
    ],
)
def test_an_address_in_the_wrong_place_is_not_told(channel: str) -> None:
    found = faults(f"channels: [{channel}]\n")
    assert any("an address stands where it would be shown; use url: …" in each for each in found)
    assert "s3cr3t" not in "".join(found)


def test_an_id_stands_once() -> None:
    text = "channels:\n  - {id: a, kind: desktop}\n  - {id: a, kind: desktop}\n"
    assert faults(text) == ["3:10: channels[1].id: the id a stands twice"]
