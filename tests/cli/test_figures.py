"""log, standards, ask: whole commands on the 1688 playbook."""

from house import Home

MORNING = "2026-11-26T08:00+08:00"
FOLLOW_UPS = ["check-traffic", "retune-ads", "rework-titles", "reoptimise-keyword-ranking"]


def asked(home: Home) -> dict[str, object]:
    items = home.run("today", "--json", now=MORNING).json["items"]
    return {item["duty"]: item["because"] for item in items if item["because"]}


def test_nine_inquiries_ask_for_the_follow_ups_and_ten_do_not(home: Home) -> None:
    ran = home.run("log", "inquiries=9", "--json", now=MORNING).json
    assert [ref.split("/")[1].split("@")[0] for ref in ran["asked"]] == FOLLOW_UPS
    reason = {
        "rule": "few-inquiries",
        "metric": "inquiries",
        "date": "2026-11-25",
        "value": 9,
        "bar": 10,
    }
    assert asked(home) == dict.fromkeys(FOLLOW_UPS, reason)
    home.run("done", "check-traffic", now=MORNING)
    assert home.run("log", "inquiries=10", "--json", now=MORNING).json["asked"] == []
    assert asked(home) == {}
    items = home.run("today", "--json", now=MORNING).json["items"]
    assert [i["status"] for i in items if i["duty"] in FOLLOW_UPS] == ["done"]
    home.run("undo", now=MORNING)
    assert set(asked(home)) == set(FOLLOW_UPS)


def test_the_rows_rule_covers_stand_beside_the_duties_own(home: Home) -> None:
    home.run("log", "inquiries=9", now=MORNING)
    items = home.run("today", "--json", now=MORNING).json["items"]
    assert all("S0-099" in item["covers"] for item in items if item["because"])


def test_a_shop_sets_the_bar(home: Home) -> None:
    home.write("config.yaml", "shops: {main: {thresholds: {few-inquiries: 5}}}")
    assert home.run("log", "inquiries=9", "--json", now=MORNING).json["asked"] == []


def test_mistakes_log_nothing(home: Home) -> None:
    for words, says in (
        (["inquiries=9", "visitor=1"], "did you mean 'visitors'?"),
        (["inquiries=many"], "is no value for inquiries"),
        (["roi=2"], "worked out from other figures"),
        (["inquiries"], "is not METRIC=VALUE"),
    ):
        ran = home.run("log", *words, now=MORNING)
        assert ran.code in (1, 2)
        assert says in ran.err
    assert not (home.folder / "journal.db").exists()


def test_missing_days_are_named(home: Home) -> None:
    home.run("log", "inquiries=12", "--date", "2026-11-20", now=MORNING)
    ran = home.run("log", "--json", now="2026-11-23T08:00+08:00")
    assert [item["date"] for item in ran.json["items"]] == ["2026-11-21", "2026-11-22"]


def test_standards_know_the_last_figure_and_its_age(home: Home) -> None:
    home.run("log", "shop_score=88", "--date", "2026-11-20", now=MORNING)
    items = home.run("standards", "--json", now=MORNING).json["items"]
    found = {item["rule"]: item for item in items}["shop-score"]
    assert found == {
        "rule": "shop-score",
        "metric": "shop_score",
        "want": "shop_score >= 90",
        "value": 88,
        "date": "2026-11-20",
        "age_days": 6,
        "ok": False,
    }


def test_a_person_asks_for_a_duty_once(home: Home) -> None:
    first = home.run("ask", "join-themed-campaign", "--why", "新专场", "--json").json
    assert first["entry"]
    again = home.run("ask", "join-themed-campaign", "--json").json
    assert again["entry"] is None
    assert home.run("done", str(first["no"]), "--json").json["items"][0]["status"] == "done"


def test_the_reason_names_the_figure_as_people_call_it(home: Home) -> None:
    home.run("log", "inquiries=9", now=MORNING)
    chinese = home.run("today", "--lang", "zh", now=MORNING).out
    assert "排查店铺流量  11月25日询盘数为 9 个，达标线 10 个" in chinese


def test_figures_have_their_units(home: Home) -> None:
    """A bar of 80% was shown as 80, nine hours online as 9."""
    home.run("log", "online_hours=8", "--date", "2026-11-25", now=MORNING)
    text = home.run("standards", "--lang", "zh", now=MORNING).out
    assert "五星以上信息占比不低于 80%" in text
    assert "旺旺在线时长不低于 9 小时" in text
    assert "8 小时" in text
    ran = home.run("log", "conversion=2%", "询盘数=5", "--lang", "zh", now=MORNING)
    assert "转化率 2%\n" in ran.out
    assert "询盘数 5 个\n" in ran.out
