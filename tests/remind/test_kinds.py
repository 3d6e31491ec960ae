"""Every kind of channel: its facts, its way, and what is said where it is refused."""

import os
from typing import Any

import pytest

from opsplan.remind.deliver import OWN_WAYS, deliver
from opsplan.remind.outcome import SENT, Outcome, OutMessage
from opsplan.remind.robots import ROBOTS, posting_of
from opsplan.remind.sheet import AROUND, FORMATS, Part, Sheet, message_of
from opsplan.values.channel import Channel, Secret
from opsplan.values.channel_kinds import CHANNEL_KINDS, KINDS, ChannelKind, kind_named
from opsplan.views.words import Words
from remind.servers import Answering, says, serving

MESSAGE = OutMessage("主店 08:30", "重发产品信息", "- 重发产品信息", "key")
UNKNOWN = 987654


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


def outcome_of(kind: ChannelKind, answer: Answering) -> Outcome:
    """What becomes of a message to a robot of that kind that answers so."""
    with serving(answer) as server:
        return deliver(Channel("a", kind, Secret(server.url())), MESSAGE, 5)


def codes_of(kind: ChannelKind, code: int, status: int) -> list[Answering]:
    """The answers with a code that a robot of that kind may give; where it has no codes, the one
    with that status."""
    codes = ROBOTS[kind].codes
    if codes is None:
        return [says(status, b"")]
    return [says(200, {key: code, "errmsg": "too many"}) for key in codes.keys]


def test_every_kind_has_its_facts_and_one_way() -> None:
    assert [*KINDS] == [*CHANNEL_KINDS]
    assert {*ROBOTS, *OWN_WAYS} == {*CHANNEL_KINDS}
    assert not {*ROBOTS} & {*OWN_WAYS}


@pytest.mark.parametrize("kind", CHANNEL_KINDS)
def test_each_is_called_by_its_id_and_its_names(kind: ChannelKind) -> None:
    name = KINDS[kind].name
    assert name.zh
    assert name.en
    for word in (kind, name.zh, name.en, f" {name.en.upper()} "):
        assert kind_named(word) == kind
    assert kind_named("pager") is None


@pytest.mark.parametrize("kind", OWN_WAYS)
def test_what_is_no_robot_has_a_way_of_its_own(
    kind: ChannelKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def way(*given: Any) -> Outcome:
        asked.append(given)
        return SENT

    monkeypatch.setattr("opsplan.remind.deliver.OWN_WAYS", {kind: way})
    assert deliver(Channel("a", kind), MESSAGE, 5) == SENT
    assert asked == [(Channel("a", kind), MESSAGE, 5)]


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_robot_is_posted_to(kind: ChannelKind) -> None:
    for answer in codes_of(kind, 0, 204):
        assert outcome_of(kind, answer).state == "sent"


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_robot_refuses(kind: ChannelKind) -> None:
    for answer in codes_of(kind, UNKNOWN, 403):
        outcome = outcome_of(kind, answer)
        assert (outcome.state, outcome.retry_after) == ("failed", None)
        assert "refuses it" in str(outcome.reason)


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_robot_says_why(kind: ChannelKind) -> None:
    codes = ROBOTS[kind].codes
    for code, reason in codes.known.items() if codes else ():
        for answer in codes_of(kind, code, 403):
            outcome = outcome_of(kind, answer)
            assert (outcome.state, outcome.retry_after) == ("failed", None)
            assert str(outcome.reason).startswith(str(reason))


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_robot_is_left_alone_for_a_while_where_it_was_too_fast(kind: ChannelKind) -> None:
    codes = ROBOTS[kind].codes
    if codes is None:
        outcome = outcome_of(kind, says(429, b"", Retry_After="30"))
        assert (outcome.state, outcome.retry_after) == ("failed", 30.0)
        return
    assert codes.too_fast
    for code, wait in codes.too_fast.items():
        for answer in codes_of(kind, code, 429):
            outcome = outcome_of(kind, answer)
            assert (outcome.state, outcome.retry_after) == ("failed", wait)
            assert "too many messages" in str(outcome.reason)


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_secret_changes_what_is_sent_where_the_kind_is_signed(kind: ChannelKind) -> None:
    url = Secret("https://x.example/y")
    plain = posting_of(Channel("a", kind, url), MESSAGE, 1000)
    signed = posting_of(Channel("a", kind, url, Secret("s")), MESSAGE, 1000)
    assert (signed != plain) is KINDS[kind].is_signed


@pytest.mark.parametrize("kind", CHANNEL_KINDS)
def test_a_long_list_is_cut_to_whole_lines_where_the_kind_has_a_limit(kind: ChannelKind) -> None:
    facts = KINDS[kind]
    lines = tuple(f"重发产品信息 {number}" for number in range(3000))
    message = message_of(Sheet("主店", (Part(lines),)), kind, "key", Words("zh"))
    for text, limit in (
        (message.text, facts.text_bytes),
        (message.markdown, facts.markdown_bytes),
    ):
        size = len(text.encode())
        last = text.splitlines()[-1]
        assert last.endswith("2999") if limit is None else size + AROUND <= limit < size * 2
        assert limit is None or last.startswith("……还有")
    assert (kind in FORMATS) is (facts.markdown_bytes is not None)
