"""Several shops: `shop list|add|use`, and lists of all of them at once."""

import pytest

from house import Home

BOOK = """
opsplan: 1
id: mine
name: Mine
roles: [{id: ops, name: {zh: 运营, en: Operations}}, {id: ads, name: {zh: 推广, en: Ads}}]
duties:
  - {id: repost, name: {zh: 重发, en: Repost}, when: 每天 8:30, role: ops}
  - {id: ads, name: {zh: 看推广, en: Look at ads}, when: 每天, role: ads}
"""
OTHER = (
    BOOK.replace("id: mine", "id: other")
    .replace("role: ads", "role: ops")
    .replace(", {id: ads, name: {zh: 推广, en: Ads}}", "")
)
CONFIG = """# ours
shop: two
groups: {flagship: {playbooks: [mine]}}
shops:
  one: {name: {zh: 一店, en: First}, group: flagship}
  two: {name: 二店, group: flagship, platform: taobao}
  us: {playbooks: [other], timezone: America/New_York}
"""


@pytest.fixture
def agency(home: Home) -> Home:
    """Three shops of an agency."""
    home.write("playbooks/mine.yaml", BOOK)
    home.write("playbooks/other.yaml", OTHER)
    home.write("config.yaml", CONFIG)
    return home


class TestList:
    def test_each_with_the_default_marked(self, agency: Home) -> None:
        assert agency.run("shop", "list").out.splitlines() == [
            "   one  First          mine",
            "*  two  二店   taobao  mine",
            "   us                  other",
        ]
        items = agency.run("shop", "list", "--json").json["items"]
        assert [(each["id"], each["default"]) for each in items] == [
            ("one", False),
            ("two", True),
            ("us", False),
        ]

    def test_without_a_config(self, home: Home) -> None:
        [only] = home.run("shop", "list", "--json").json["items"]
        assert (only["id"], only["default"], only["playbooks"]) == ("main", True, ["1688-shop"])


class TestAdd:
    def test_the_rest_of_the_config_stays(self, agency: Home) -> None:
        ran = agency.run("shop", "add", "four", "--name", "四店: #1", "--group", "flagship")
        assert ran.code == 0, ran.err
        assert ran.out == "four is added: opsplan --shop four\n"
        text = (agency.folder / "config.yaml").read_text()
        assert text == CONFIG + '  four: {name: "四店: #1", group: flagship}\n'
        assert agency.run("today", "--shop", "four", "--json").json["shop"] == "four"
        assert agency.run("shop", "list", "--json").json["items"][1]["default"]

    def test_with_a_platform_it_has_that_playbook(self, agency: Home) -> None:
        ran = agency.run("shop", "add", "tb", "--platform", "taobao", "--launch", "today", "--use")
        assert ran.code == 0, ran.err
        [shop] = [
            each
            for each in agency.run("shop", "list", "--json").json["items"]
            if each["id"] == "tb"
        ]
        assert shop["playbooks"] == ["taobao-shop"]
        assert shop["launch"] == "2026-11-25"
        assert shop["default"]

    @pytest.mark.parametrize("config", [None, "lang: zh\n", "# nothing\n"])
    def test_the_shop_that_was_there_unsaid_stays(self, home: Home, config: str | None) -> None:
        if config is not None:
            home.write("config.yaml", config)
        assert home.run("done", "repost#1").code == 0
        assert home.run("shop", "add", "second").code == 0
        items = home.run("shop", "list", "--json").json["items"]
        assert [(each["id"], each["default"]) for each in items] == [
            ("main", True),
            ("second", False),
        ]
        assert home.run("today", "--json").json["summary"]["done"] == 1

    @pytest.mark.parametrize(
        ("words", "code", "says"),
        [
            (["one"], 1, "there is a shop 'one' already"),
            (["Shop 1"], 2, "is no id for a shop"),
            (["x", "--group", "flagshop"], 1, "flagship"),
            (["x", "--platform", "taobo"], 2, "taobao"),
            (["x", "--playbook", "mime"], 1, "mine"),
            (["x", "--launch", "someday"], 2, "someday"),
        ],
    )
    def test_what_is_refused_changes_nothing(
        self, agency: Home, words: list[str], code: int, says: str
    ) -> None:
        ran = agency.run("shop", "add", *words)
        assert (ran.code, says in ran.err) == (code, True), ran.err
        assert (agency.folder / "config.yaml").read_text() == CONFIG


class TestUse:
    def test_the_default_changes(self, agency: Home) -> None:
        assert agency.run("shop", "use", "one").out == "one is the default shop\n"
        assert (agency.folder / "config.yaml").read_text() == CONFIG.replace("two", "one", 1)
        assert agency.run("today", "--json").json["shop"] == "one"

    def test_again_changes_nothing(self, agency: Home) -> None:
        assert agency.run("shop", "use", "two", "--json").json == {"id": "two", "changed": False}

    def test_one_that_there_is_not(self, agency: Home) -> None:
        ran = agency.run("shop", "use", "tow")
        assert ran.code == 1
        assert "did you mean 'two'" in ran.err


class TestAllShops:
    def test_today(self, agency: Home) -> None:
        assert agency.run("done", "repost", "--shop", "one").code == 0
        shops = agency.run("today", "--all-shops", "--json").json["shops"]
        assert [(each["shop"], each["summary"]["done"]) for each in shops] == [
            ("one", 1),
            ("two", 0),
            ("us", 0),
        ]
        assert shops[2]["items"][0]["opens"].endswith("-05:00")
        screen = agency.run("today", "--all-shops", LANG="zh_CN.UTF-8").out
        assert screen.splitlines()[4].split() == ["所有店铺", "1", "4", "1"]
        assert screen.index("一店  2026") < screen.index("二店  2026") < screen.index("us  2026")
        assert "opsplan --shop us done 1" in screen
        assert "opsplan done 1" in screen

    def test_week_month_and_day(self, agency: Home) -> None:
        for words in (["week"], ["month"], ["day", "tomorrow"]):
            shops = agency.run(*words, "--all-shops", "--json").json["shops"]
            assert [each["shop"] for each in shops] == ["one", "two", "us"]

    def test_a_role_that_some_have(self, agency: Home) -> None:
        shops = agency.run("today", "--all-shops", "--role", "推广", "--json").json["shops"]
        assert [(each["shop"], len(each["items"])) for each in shops] == [("one", 1), ("two", 1)]
        assert agency.run("today", "--all-shops", "--role", "nobody").code == 1

    def test_on_paper(self, agency: Home) -> None:
        printed = agency.run("week", "--print", "--all-shops")
        assert printed.code == 0
        assert printed.out.count("Week of") == 3
        assert "opsplan --shop us done" in printed.out
        refused = agency.run("week", "--all-shops", "-o", "week.html")
        assert refused.code == 2
        assert "week-{shop}.pdf" in refused.err
        assert agency.run("week", "--all-shops", "-o", "week-{shop}.html").code == 0
        made = sorted(each.name for each in agency.folder.glob("week*.html"))
        assert made == ["week-one.html", "week-two.html", "week-us.html"]

    def test_a_broken_playbook_is_told_once(self, agency: Home) -> None:
        agency.write("playbooks/mine.yaml", BOOK + "nonsense: 1\n")
        ran = agency.run("today", "--all-shops")
        assert ran.code == 1
        assert len(ran.err.splitlines()) == 1
        assert "Repost" in ran.out
