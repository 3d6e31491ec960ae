"""Channels about to be used: variables, a file for cron, and no value ever shown."""

import pytest

from opsplan.remind.channels import channels_for, read_secrets, resolved
from opsplan.values.channel import Channel, Secret
from opsplan.values.problem import OpsplanError

DING = Channel("team", "dingtalk", Secret("env:DING_URL"), Secret("env:DING_SECRET"))
GOOD = {"DING_URL": "https://oapi.dingtalk.com/robot/send?access_token=t0k3n", "DING_SECRET": "s3"}


def test_variables_are_looked_up_when_used() -> None:
    found = resolved(DING, GOOD)
    assert (found.url, found.secret) == (Secret(GOOD["DING_URL"]), Secret("s3"))
    assert "t0k3n" not in repr(found)
    assert f"{found.url} {found.secret!r}" == "••• •••"


def test_without_variables_nothing_changes() -> None:
    plain = Channel("a", "webhook", Secret("https://x/y"))
    assert resolved(plain, {}) == plain


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "channel team, url: the variable DING_URL is not set"),
        ({"DING_URL": "  "}, "channel team, url: the variable DING_URL is not set"),
        (
            {"DING_URL": GOOD["DING_URL"]},
            "channel team, secret: the variable DING_SECRET is not set",
        ),
        (GOOD | {"DING_URL": "t0k3n"}, "channel team, url: this is no web address"),
        (GOOD | {"DING_URL": "http://x/t0k3n"}, "channel team, url: a robot's address begins"),
        (GOOD | {"DING_URL": "https://x/t0k3n\nHost: y"}, "channel team, url: the address has"),
        (GOOD | {"DING_SECRET": "env:t0k3n"}, "channel team, secret: the variable DING_SECRET"),
    ],
)
def test_what_is_wrong_names_the_variable_and_never_its_value(
    environ: dict[str, str], said: str
) -> None:
    with pytest.raises(OpsplanError) as caught:
        resolved(DING, environ)
    assert str(caught.value.message).startswith(said)
    assert "t0k3n" not in f"{caught.value.message} {caught.value.hint}"


def test_the_file_for_cron() -> None:
    text = "\ufeff# ours\nA=1\r\n export B = 'x y'\nC=\"q\"\nD=a=b\nnonsense\n=x\nE=\nF='\n"
    assert read_secrets(text) == {"A": "1", "B": "x y", "C": "q", "D": "a=b", "E": "", "F": "'"}


def test_channels_of_a_shop() -> None:
    every, one = Channel("a", "desktop"), Channel("b", "desktop", shops=("main",))
    assert channels_for([every, one], "main") == (every, one)
    assert channels_for([every, one], "two") == (every,)
