"""A shop's config at work: its campaigns, people, phases; why; switching entries on and off."""

import pytest

from house import Home

CONFIG = """\
opsplan: 1
me: 小李
shops:
  main:
    name: 家具店
    playbooks: [1688-shop, team-year]   # two
    launch: 2026-11-01
    people: {小李: [ops, 推广], 小王: [captain]}
    off: [1688-shop/self-chek]
    thresholds: {few-inquiries: 5}
    campaigns:
      - id: anniversary
        name: {zh: 店庆, en: Anniversary}
        on: every year on 12-20
        lasts: 3 days
        duties:
          - {id: plan, name: 定店庆方案, when: 前24天, role: ops, steps: [写清主推款]}
"""
NOW = "2026-11-26T09:05+08:00"


@pytest.fixture
def shop(home: Home) -> Home:
    """A home with that config."""
    home.write("config.yaml", CONFIG)
    return home


def test_a_campaign_of_the_shop_is_on_its_lists_everywhere(shop: Home) -> None:
    today = shop.run("today", "--json", now=NOW)
    item = next(each for each in today.json["items"] if each["duty"] == "anniversary.plan")
    assert (item["ref"], item["code"]) == ("shop/anniversary.plan@2026-11-26#1", "C01")
    assert shop.run("done", "C01", now=NOW).code == 0
    assert "Anniversary: day 2 of 3" in shop.run("today", now="2026-12-21T09:00+08:00").out
    following = shop.run("next", "anniversary.plan", "-n", "1", "--json", now=NOW).json["items"]
    assert following[0]["date"] == "2026-11-26"
    told = shop.run("why", "anniversary.plan", "--json", now=NOW).json
    assert (told["file"], told["line"]) == (str(shop.folder / "config.yaml"), 17)
    assert told["campaign"] == {"id": "anniversary", "first": "2026-12-20", "last": "2026-12-22"}
    assert [entry["kind"] for entry in told["history"]] == ["done"]


def test_a_phrase_has_its_own_dates_alone(shop: Home) -> None:
    data = shop.run(
        "when", "every mon", "--from", "2026-11-23", "--to", "2026-11-30", "--json"
    ).json
    assert [each["date"] for each in data["dates"]] == ["2026-11-23", "2026-11-30"]


def test_problems_of_the_config_name_their_lines(shop: Home) -> None:
    lines = shop.run("today", now=NOW).err.splitlines()
    file = shop.folder / "config.yaml"
    assert [line.removeprefix(str(file)).partition(" ")[0] for line in lines] == [
        ":9:11:",
        ":8:34:",
    ]
    assert "did you mean '1688-shop/self-check'?" in lines[0]
    assert "the roles are ads, assistant" in lines[1]


def test_a_persons_list_has_the_duties_of_all_their_roles(shop: Home) -> None:
    for word in ("小李", "me"):
        items = shop.run("today", "--role", word, "--json", now=NOW).json["items"]
        assert {item["role"] for item in items} == {"ops", "ads"}
    nobody = shop.run("today", "--role", "小张", now=NOW)
    assert (nobody.code, "there is no role '小张'" in nobody.err) == (1, True)
    other = shop.run("today", "--role", "me", now=NOW, LANG="zh_CN.UTF-8")
    assert other.code == 0


class TestPhases:
    def test_the_head_says_in_which_the_shop_is(self, shop: Home) -> None:
        head = shop.run("today", now=NOW).out.splitlines()
        line = next(each for each in head if "Build-out" in each)
        assert line.startswith("Build-out, day 26 of 30 › Gathering information, day 11 of 10–15: ")
        chinese = shop.run("today", now=NOW, LANG="zh_CN.UTF-8").out
        assert "平台完善期 第 26 天，共 30 天 › 信息搜集 第 11 天，共 10–15 天：" in chinese

    def test_list(self, shop: Home) -> None:
        items = shop.run("phase", "list", "--json", now=NOW).json["items"]
        seen = {each["id"]: (each["state"], each["first"], each["last"]) for each in items}
        assert seen["basics"] == ("past", "2026-11-01", "2026-11-15")
        assert seen["gather"] == ("current", "2026-11-16", "2026-11-30")
        assert seen["trial"] == ("coming", "2026-12-01", "2027-01-31")
        assert seen["maintenance-1"] == ("current", "2026-11-01", None)
        assert seen["maintenance-2"] == ("waiting", None, None)
        told = shop.run("phase", "list", now=NOW, LANG="zh_CN.UTF-8").out
        assert "platform_stable = 1" in told

    def test_end_moves_what_follows_and_undo_takes_it_back(self, shop: Home) -> None:
        ended = shop.run("phase", "end", "build", "--json", now=NOW).json
        assert (ended["last"], ended["state"]) == ("2026-11-26", "current")
        assert [(each["id"], each["first"]) for each in ended["next"]] == [("trial", "2026-11-27")]
        again = shop.run("phase", "end", "build", now=NOW)
        assert (again.code, again.out) == (
            0,
            "Build-out is ended already, on 2026-11-26\nthen Trial run, from 2026-11-27\n",
        )
        back = shop.run("undo", now=NOW)
        assert back.out == "taken back: done, Build-out (team-year/build@2026-11-01#0)\n"
        items = shop.run("phase", "list", "--json", now=NOW).json["items"]
        assert next(each["last"] for each in items if each["id"] == "build") == "2026-11-30"

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (["biuld"], 1, "did you mean 'build'?"),
            (["trial"], 1, "trial begins on 2026-12-01"),
            (["maintenance-2"], 1, "maintenance-2 has not begun; it starts when"),
            (["basics"], 1, "basics was over on 2026-11-15; --date says"),
            (["build", "--date", "+3"], 2, "2026-11-29 has not come yet"),
        ],
    )
    def test_what_cannot_be_ended(self, shop: Home, words: list[str], code: int, said: str) -> None:
        ran = shop.run("phase", "end", *words, now=NOW)
        assert (ran.code, said in ran.err) == (code, True), ran.err
        assert not (shop.folder / "journal.db").exists()


class TestWhy:
    KEYS = (
        *("phrase", "en", "zh", "nominal", "date", "day_type", "shift", "policy"),
        *("file", "line", "covers", "because"),
    )

    def test_a_slot(self, shop: Home) -> None:
        told = shop.run("why", "repost@wed#2", "--json", now=NOW).json
        assert told.keys() >= {*self.KEYS}
        assert told["phrase"] == "每天 08:30、11:30、14:30、16:30"
        assert told["en"] == "every day at 08:30, 11:30, 14:30, 16:30"
        assert (told["date"], told["day_type"], told["policy"]) == (
            "2026-11-25",
            "workday",
            "expire",
        )
        assert told["file"].endswith("1688-shop.yaml")
        assert told["option"] == {"id": "repost-strategy", "choice": "four-slots"}
        assert told["people"] == ["小李"]

    def test_a_figure_and_the_shops_own_bar(self, shop: Home) -> None:
        shop.run("log", "inquiries=3", now=NOW)
        told = shop.run("why", "retune-ads", "--json", now=NOW).json
        assert told["because"] == {
            "rule": "few-inquiries",
            "metric": "inquiries",
            "date": "2026-11-25",
            "value": 3,
            "bar": 5,
        }
        text = shop.run("why", "retune-ads", now=NOW).out
        assert "Inquiries was 3 on 25 Nov 2026; the bar is 5" in text
        assert "asks when Inquiries below 5  (few-inquiries)" in text
        chinese = shop.run("why", "retune-ads", now=NOW, LANG="zh_CN.UTF-8").out
        assert "询盘数低于 5 个，就安排" in chinese

    @pytest.mark.parametrize(
        ("ref", "said"),
        [
            ("gold-booth", "team-year/gold-booth is suspended until the shop switches it on"),
            ("repost-hourly", "it belongs to hourly of the option repost-strategy"),
            ("check-traffic", "it comes when a rule or a person asks for it"),
            ("first-promotion", "its phase trial begins on 2026-12-01"),
            ("hero-titles@fri", "it is not on the list of 27 Nov 2026"),
        ],
    )
    def test_what_is_not_on_the_list(self, shop: Home, ref: str, said: str) -> None:
        ran = shop.run("why", ref, now=NOW)
        assert (ran.code, said in ran.out) == (0, True), ran.out + ran.err

    def test_a_row_of_a_register(self, shop: Home) -> None:
        shop.run("add", "inquiry-log", "customer=Mr Wang", "question=price", now=NOW)
        told = shop.run("why", "inquiry-log/1", "--json", now="2026-11-28T09:00+08:00").json
        assert (told["register"], told["row"], told["opened"]) == ("inquiry-log", 1, "2026-11-26")
        assert told["fields"]["customer"] == "Mr Wang"
        assert "2 days ago" in shop.run("why", "inquiry-log/1", now="2026-11-28T09:00+08:00").out

    def test_a_shift_says_from_where(self, home: Home) -> None:
        home.write("config.yaml", "shops: {main: {playbooks: [mine], launch: 2026-09-01}}\n")
        home.write(
            "playbooks/mine.yaml",
            "opsplan: 1\nid: mine\nname: M\n"
            "duties: [{id: a, name: A, when: every month on 1 next workday}]\n",
        )
        told = home.run("why", "a@2026-10-08", "--json", now="2026-10-08T09:00+08:00").json
        assert (told["nominal"], told["date"], told["shift"]) == (
            "2026-10-01",
            "2026-10-08",
            "next",
        )
        text = home.run("why", "a@2026-10-08", now="2026-10-08T09:00+08:00").out
        assert "from 1 Oct 2026 Thu: next workday" in text

    def test_a_word_that_is_nothing(self, shop: Home) -> None:
        ran = shop.run("why", "repotr", now=NOW)
        assert (ran.code, ran.out) == (1, "")
        assert "repost" in ran.err

    def test_an_entry_of_a_playbook_that_is_extended_is_where_it_is_written(
        self, home: Home
    ) -> None:
        home.write("config.yaml", "shops: {main: {playbooks: [mine]}}\n")
        home.write(
            "playbooks/mine.yaml",
            "opsplan: 1\nid: mine\nname: M\nextends: 1688-shop\n"
            "duties: [{id: repost, takes: 5m}]\n",
        )
        own = home.run("why", "repost", "--json").json
        assert (own["file"], own["line"]) == (str(home.folder / "playbooks/mine.yaml"), 5)
        taken = home.run("why", "hero-titles", "--json").json
        assert taken["file"].endswith("playbooks/1688-shop.yaml")


class TestSwitches:
    def test_an_entry_is_switched_and_all_else_stays(self, shop: Home) -> None:
        file = shop.folder / "config.yaml"
        assert shop.run("playbook", "disable", "1688-shop/self-check").code == 0
        expected = CONFIG.replace("self-chek]", "self-chek, 1688-shop/self-check]")
        assert file.read_text() == expected
        assert (shop.folder / "config.yaml.bak").read_text() == CONFIG
        assert {path.stat().st_mode & 0o777 for path in shop.folder.glob("config*")} == {0o600}
        assert shop.run("playbook", "enable", "1688-shop/self-check").code == 0
        assert file.read_text() == CONFIG
        assert "already" in shop.run("playbook", "enable", "1688-shop/self-check").out
        assert file.read_text() == CONFIG

    def test_an_optional_entry_is_asked_for(self, shop: Home) -> None:
        file = shop.folder / "config.yaml"
        assert shop.run("playbook", "enable", "team-year/gold-booth").code == 0
        assert file.read_text() == CONFIG + "    on: [team-year/gold-booth]\n"
        assert shop.run("playbook", "disable", "team-year/gold-booth").code == 0
        assert file.read_text() == CONFIG + "    on: []\n"

    def test_a_playbook_is_used_and_no_longer(self, shop: Home) -> None:
        file = shop.folder / "config.yaml"
        data = shop.run("playbook", "enable", "1688-growth", "--json").json
        assert (data["on"], data["changed"]) == (True, True)
        assert "[1688-shop, team-year, 1688-growth]   # two" in file.read_text()
        assert shop.run("playbook", "disable", "1688-growth").code == 0
        assert file.read_text() == CONFIG

    def test_without_a_config_a_short_one_is_written(self, home: Home) -> None:
        assert home.run("playbook", "enable", "1688-growth").code == 0
        text = (home.folder / "config.yaml").read_text()
        assert "playbooks: [1688-shop, 1688-growth]" in text
        used = [b["id"] for b in home.run("playbook", "list", "--json").json["items"] if b["used"]]
        assert used == ["1688-growth", "1688-shop"]

    def test_what_a_group_says_is_not_changed_for_one_shop(self, home: Home) -> None:
        text = "groups: {g: {off: [1688-shop/repost]}}\nshops: {main: {group: g}}\n"
        home.write("config.yaml", text)
        ran = home.run("playbook", "enable", "1688-shop/repost")
        assert (ran.code, "groups.g.off[0]" in ran.err) == (1, True)
        assert (home.folder / "config.yaml").read_text() == text

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["enable", "1688-growht"], "did you mean '1688-growth'?"),
            (["disable", "1688-shop/self-chekc"], "did you mean '1688-shop/self-check'?"),
            (["enable", "taobao-shop/x"], "use it first: opsplan playbook enable taobao-shop"),
            (["enable", "1688-shop/repost-hourly"], "options: {repost-strategy: hourly}"),
        ],
    )
    def test_what_cannot_be_switched(self, shop: Home, words: list[str], said: str) -> None:
        ran = shop.run("playbook", *words)
        assert (ran.code, said in ran.err) == (1, True), ran.err
        assert (shop.folder / "config.yaml").read_text() == CONFIG

    def test_a_choice_that_there_is_not_leaves_the_default_in_force(self, home: Home) -> None:
        home.write("config.yaml", "shops: {main: {options: {repost-strategy: bogus}}}\n")
        assert "already" in home.run("playbook", "enable", "1688-shop/repost").out
        ran = home.run("playbook", "enable", "1688-shop/repost-hourly")
        assert "four-slots is in force" in ran.err

    def test_where_only_people_can_edit_they_are_told_how(self, home: Home) -> None:
        text = "shops: {main: &m {off: [1688-shop/repost]}, other: *m}\n"
        home.write("config.yaml", text)
        ran = home.run("playbook", "disable", "1688-shop/self-check")
        assert ran.code == 1
        assert "shops.main.off: [1688-shop/self-check]" in ran.err
        assert (home.folder / "config.yaml").read_text() == text


class TestNew:
    @pytest.mark.parametrize("locale", ["en_US.UTF-8", "zh_CN.UTF-8"])
    @pytest.mark.parametrize("more", [[], ["--extends", "1688-shop"]])
    def test_a_playbook_to_begin_with(self, home: Home, locale: str, more: list[str]) -> None:
        ran = home.run("playbook", "new", "mine", *more, LANG=locale)
        assert ran.code == 0, ran.err
        file = home.folder / "playbooks" / "mine.yaml"
        assert ran.out.splitlines()[0] == str(file)
        checked = home.run("playbook", "check", str(file), "--json")
        assert (checked.code, checked.json["items"]) == (0, [])
        before = file.read_text(encoding="utf-8")
        again = home.run("playbook", "new", "mine")
        assert again.code == 1
        assert file.read_text(encoding="utf-8") == before
        assert home.run("playbook", "enable", "mine").code == 0
        assert home.run("next", "mine/first-duty", "-n", "1", "--json").json["items"]

    @pytest.mark.parametrize(
        ("words", "code"),
        [(["1688-shop"], 1), (["Mine!"], 2), (["mine", "--extends", "1688-shp"], 1), (["shop"], 1)],
    )
    def test_what_is_refused_writes_nothing(self, home: Home, words: list[str], code: int) -> None:
        assert home.run("playbook", "new", *words).code == code
        assert list(home.folder.iterdir()) == []


def test_a_group_that_is_typed_wrong_is_not_blamed_on_the_config(home: Home) -> None:
    home.write("config.yaml", "me: boss\n")
    ran = home.run("shop", "add", "s2", "--group", "nope")
    assert (ran.code, ran.err) == (
        1,
        "opsplan: there is no group 'nope'; groups: of the config makes one\n",
    )
    assert (home.folder / "config.yaml").read_text() == "me: boss\n"


def test_a_platform_that_there_is_not_is_wrong_usage(home: Home) -> None:
    for words in (["shop", "add", "s2"], ["init", "--name", "S"]):
        ran = home.run(*words, "--platform", "taobo")
        assert ran.code == 2
        assert "there is no platform 'taobo'; did you mean 'taobao'?" in ran.err
