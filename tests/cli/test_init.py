"""init: a first config without questions, and the day that follows from it."""

import pytest

from house import Home


def test_a_furniture_shop_has_its_phase_its_targets_and_its_day(home: Home) -> None:
    ran = home.run(
        "init",
        "--name",
        "家具店",
        "--playbook",
        "team-year",
        "--launch",
        "2026-11-01",
        LANG="zh_CN",
    )
    assert ran.code == 0, ran.err
    assert (home.folder / "config.yaml").stat().st_mode & 0o777 == 0o600
    today = home.run("today", "--json")
    assert today.code == 0, today.err
    phases = {item["duty"].partition(".")[0] for item in today.json["items"] if "." in item["duty"]}
    assert {"build", "gather"} & phases
    assert "家具店" in home.run("today").out
    metrics = {item["metric"] for item in home.run("targets", "--json").json["items"]}
    assert {"sales", "inquiries", "impressions"} <= metrics


def test_a_config_that_is_there_is_kept(home: Home) -> None:
    home.write("config.yaml", "lang: zh\n")
    assert home.run("init").code == 1
    assert (home.folder / "config.yaml").read_text() == "lang: zh\n"
    assert home.run("init", "--yes").code == 0
    assert (home.folder / "config.yaml.bak").read_text() == "lang: zh\n"


def test_mistakes_write_nothing(home: Home) -> None:
    for words in (["--playbook", "1688-shob"], ["--launch", "soon"], ["--peaks", "noonish"]):
        ran = home.run("init", *words)
        assert ran.code in (1, 2)
        assert list(home.folder.iterdir()) == []


def test_a_name_with_control_characters_is_shown_in_visible_form(home: Home) -> None:
    ran = home.run("init", "--name", "a\x1bb\nc", "--me", "null", "--roles", "ops")
    assert ran.code == 0, ran.err
    assert home.run("today").out.startswith("a␛b␊c  25 Nov")
    assert home.run("done", "1").code == 0
    assert '"by":"null"' in home.run("journal", "export").out.replace(" ", "")


def test_a_name_is_data(home: Home) -> None:
    home.run("init", "--name", '"]: {x} # \\')
    assert home.run("today").out.startswith('"]: {x} # \\  25 Nov')


def test_the_platform_chooses_the_playbook(home: Home) -> None:
    ran = home.run("init", "--platform", "taobao", "--me", "Li", "--roles", "ops")
    assert ran.code == 0, ran.err
    text = (home.folder / "config.yaml").read_text(encoding="utf-8")
    assert "playbooks: [taobao-shop]" in text
    assert "platform: taobao" in text
    assert "people: {Li: [ops]}" in text
    today = home.run("today", "--json").json
    assert {item["playbook"] for item in today["items"]} == {"taobao-shop"}


def test_an_unknown_platform_or_role_names_the_known_ones(home: Home) -> None:
    ran = home.run("init", "--platform", "ebay")
    assert ran.code == 2
    assert "1688, taobao, alibaba" in ran.err
    ran = home.run("init", "--platform", "1688", "--me", "Li", "--roles", "opps")
    assert ran.code == 1
    assert "did you mean 'ops'?" in ran.err
    assert list(home.folder.iterdir()) == []


def test_reminders_from_the_start(home: Home) -> None:
    ran = home.run("init", "--remind", "dingtalk", "--quiet", "22:00-07:30")
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[1:] == [
        f"put DINGTALK_URL=https://… into {home.folder / 'secrets.env'}, for you alone (chmod 600)",
        "reminders begin with: opsplan cron install",
    ]
    assert home.run("channels", "list", "--json").json["items"] == [
        {"id": "dingtalk", "kind": "dingtalk", "shops": [], "ready": False}
    ]
    home.write("secrets.env", "DINGTALK_URL=https://oapi.dingtalk.com/x\n").chmod(0o600)
    assert home.run("channels", "list", "--json").json["items"][0]["ready"] is True
    assert home.run("remind", now="2026-11-25T21:00+08:00").code == 0


def test_a_desktop_needs_no_address(home: Home) -> None:
    ran = home.run("init", "--remind", "desktop", LANG="zh_CN.UTF-8")
    assert ran.out.splitlines()[1:] == ["运行 opsplan cron install，提醒就开始了"]
    assert home.run("channels", "list", "--json").json["items"][0]["ready"] is True


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("钉钉", "dingtalk"),
        ("企业微信", "wecom"),
        ("飞书", "feishu"),
        ("桌面", "desktop"),
        ("DingTalk", "dingtalk"),
        ("wecom", "wecom"),
    ],
)
def test_reminders_by_the_names_that_people_say(home: Home, word: str, kind: str) -> None:
    ran = home.run("init", "--remind", word)
    assert ran.code == 0, ran.err
    assert home.run("channels", "list", "--json").json["items"] == [
        {"id": kind, "kind": kind, "shops": [], "ready": kind == "desktop"}
    ]


@pytest.mark.parametrize(
    ("lang", "named"),
    [("zh", "桌面、钉钉、企业微信、飞书"), ("en", "desktop, DingTalk, WeCom, Feishu")],
)
def test_the_question_names_them_in_the_readers_language(home: Home, lang: str, named: str) -> None:
    given = ["--name", "A", "--platform", "1688", "--launch", "today", "--playbook", "1688-shop"]
    given += ["--peaks", "10:00", "--me", "Li", "--roles", "ops", "--quiet", "22:00-07:30"]
    ran = home.run("--lang", lang, "init", *given, answers="企业微信\n")
    assert named in ran.err
    assert "kind: wecom" in (home.folder / "config.yaml").read_text(encoding="utf-8")


def test_reminders_that_cannot_be(home: Home) -> None:
    for words, says in (
        (["--remind", "dingtlk"], "there is no channel 'dingtlk'; did you mean 'dingtalk'?"),
        (["--remind", "钉订"], "there is no channel '钉订'; there are desktop, DingTalk, WeCom"),
        (["--remind", "企业微博"], "did you mean '企业微信'?"),
        (["--remind", "webhook"], "there is no channel 'webhook'"),
        (["--quiet", "at night"], "'at night' is no stretch of the day; such as 22:00-07:30"),
    ):
        ran = home.run("init", *words)
        assert ran.code in (1, 2)
        assert says in ran.err
        assert list(home.folder.iterdir()) == []


def test_platforms_and_markets_by_their_chinese_names(home: Home) -> None:
    ran = home.run("init", "--platform", "国际站", "--market", "欧洲、美国", LANG="zh_CN.UTF-8")
    assert ran.code == 0, ran.err
    text = (home.folder / "config.yaml").read_text(encoding="utf-8")
    assert "platform: alibaba" in text
    assert "market: [eu, us]" in text
    assert (
        home.run("shop", "add", "tb", "--platform", "淘宝", "--json").json["platform"] == "taobao"
    )


def test_a_market_that_no_playbook_knows_is_refused(home: Home) -> None:
    """今天 was written into the config, and nothing ever came of it."""
    ran = home.run("init", "--platform", "alibaba", "--market", "今天", "--lang", "zh")
    assert (ran.code, ran.err) == (
        2,
        "opsplan: 没有哪本手册用到市场“今天”；现有：eu（欧洲）、us（美国）\n",
    )
    assert list(home.folder.iterdir()) == []


def test_an_unknown_platform_is_told_the_names_that_people_say(home: Home) -> None:
    ran = home.run("init", "--platform", "京东", "--lang", "zh")
    assert ran.err == "opsplan: 没有“京东”这个平台；现有：1688、taobao（淘宝）、alibaba（国际站）\n"


def test_each_config_that_it_replaces_is_kept(home: Home) -> None:
    home.write("config.yaml", "# mine\nlang: zh\n")
    for name in ("A", "B", "C"):
        assert home.run("init", "--name", name, "--yes").code == 0
    kept = [(home.folder / f"config.yaml.bak{more}").read_text() for more in ("", "-2", "-3")]
    assert kept[0] == "# mine\nlang: zh\n"
    assert ("name: A" in kept[1], "name: B" in kept[2]) == (True, True)


def test_the_examples_are_of_the_playbook_that_was_chosen(home: Home) -> None:
    for platform, book in (("1688", "1688-shop"), ("taobao", "taobao-shop")):
        assert home.run("init", "--platform", platform, "--yes").code == 0
        text = (home.folder / "config.yaml").read_text(encoding="utf-8")
        assert f"    # off: [{book}/" in text
        for line in ("    # thresholds: ", "    # off: "):
            assert text.count(line) == 1
            text = text.replace(line, line.replace("# ", ""))
        home.write("config.yaml", text)
        before = {"config", "playbooks"}
        found = home.run("doctor", "--json").json["items"]
        assert {each["state"] for each in found if each["check"] in before} == {"ok"}


def test_a_playbook_without_rules_has_no_example_of_a_bar(home: Home) -> None:
    text = "opsplan: 1\nid: mine\nname: M\nduties: [{id: pack, name: P, when: every day}]\n"
    home.write("playbooks/mine.yaml", text)
    assert home.run("init", "--playbook", "mine").code == 0
    text = (home.folder / "config.yaml").read_text(encoding="utf-8")
    assert "# off: [mine/pack]" in text
    assert "thresholds" not in text
