"""config.yaml: every key optional, shops in layers, and all faults at once with their places."""

from datetime import date

import pytest

from house import book_of, needs
from opsplan.planning.plan import make_plan
from opsplan.playbook.config import read_config
from opsplan.values.classes import replace
from opsplan.values.config import Config
from opsplan.values.playbook import Shop
from opsplan.values.text import Text

DEFAULT = Config(None, None, "main", {"main": Shop("main", playbooks=("1688-shop",))})


def config_of(text: str | bytes) -> Config:
    """A config that must be valid."""
    data = text.encode() if isinstance(text, str) else text
    config, problems = read_config(data, "config.yaml")
    assert config is not None, [str(problem.what) for problem in problems]
    assert problems == ()
    return config


def faults(text: str) -> list[str]:
    """`line:column: path: what; fix` of each problem of a config that must have some."""
    config, problems = read_config(text.encode(), "config.yaml")
    assert config is None
    assert {problem.file for problem in problems} == {"config.yaml"}
    return [
        f"{each.line}:{each.column}: {each.path}: {each.what}"
        + (f"; {each.fix}" if each.fix else "")
        for each in problems
    ]


class TestWithoutWords:
    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b" \n\n",
            b"# nothing yet\n",
            b"# a\n\n   # b\n",
            b"# a\r\n# b\r\n",
            b"\xef\xbb\xbf# a\n",
            "# 一\n".encode("utf-16"),
            b"---\n# a\n",
            b"{}\n",
        ],
    )
    def test_an_empty_config_is_the_default_one(self, data: bytes) -> None:
        assert config_of(data) == DEFAULT

    def test_the_format_version_alone(self) -> None:
        assert config_of("opsplan: 1\n") == DEFAULT


class TestKeys:
    def test_every_key_of_the_contract_is_known(self) -> None:
        text = (
            "opsplan: 1\nlang: zh\nme: 小李\nshop: main\ndatabase: postgresql://db/ops\n"
            "defaults: {timezone: Asia/Shanghai, calendar: CN, day_starts: '00:00', hours: 8h,"
            " quiet: '22:00-07:30', lead: 0m}\n"
            "groups: {flagship: {playbooks: [1688-shop, 1688-growth]}}\n"
            "shops:\n  main: {name: 主店, group: flagship, platform: '1688', market: [eu],"
            " launch: 2026-11-01, peaks: ['10:00', '15:00'], options: {repost-strategy: peaks},"
            " thresholds: {few-inquiries: 5}, phrases: {1688-growth/risk-check: 每周一次},"
            " off: [team-year/gold-booth], people: {小李: [ops, ads]},"
            " pause: [2027-02-04..2027-02-12], campaigns: [], targets: []}\n"
            "channels: [{id: team, kind: dingtalk, url: env:DING_URL, secret: env:DING_SECRET,"
            " shops: [main]}]\n"
            "import: {sycm: {访客数: visitors}}\n"
        )
        config = config_of(text)
        assert (config.lang, config.me, config.default_shop) == ("zh", "小李", "main")
        expected = {
            "id": "main",
            "name": Text("主店", "主店"),
            "timezone": "Asia/Shanghai",
            "calendar": "CN",
            "playbooks": ("1688-shop", "1688-growth"),
            "launch": date(2026, 11, 1),
            "day_starts": 0,
            "peaks": (600, 900),
            "options": {"repost-strategy": "peaks"},
            "phrases": {"1688-growth/risk-check": ("每周一次",)},
            "off": frozenset({"team-year/gold-booth"}),
            "platform": "1688",
            "market": ("eu",),
            "thresholds": {"few-inquiries": 5},
        }
        shop = config.shops["main"]
        assert {name: getattr(shop, name) for name in expected} == expected

    def test_the_first_shop_is_the_default_one(self) -> None:
        assert config_of("shops: {b: {}, a: {}}\n").default_shop == "b"

    def test_one_may_be_chosen(self) -> None:
        assert config_of("shop: a\nshops: {b: {}, a: {}}\n").default_shop == "a"

    def test_a_shop_may_be_named_after_its_platform(self) -> None:
        assert list(config_of("shops: {1688: {}}\n").shops) == ["1688"]

    def test_a_list_of_phrases(self) -> None:
        config = config_of("shops: {a: {phrases: {x/y: [每周一, every tue]}}}\n")
        assert config.shops["a"].phrases == {"x/y": ("每周一", "every tue")}


class TestLayers:
    TEXT = (
        "defaults: {timezone: Asia/Tokyo, day_starts: '04:00', playbooks: [d],"
        " options: {x: d, y: d, z: d}, off: [d/d], phrases: {d/d: 每天}, peaks: ['01:00']}\n"
        "groups: {g: {timezone: Asia/Seoul, playbooks: [g], options: {y: g, z: g}, off: [g/g]}}\n"
        "shops:\n"
        "  own: {group: g, timezone: Asia/Hanoi, options: {z: s}, off: [s/s], day_starts: '00:00',"
        " peaks: []}\n"
        "  member: {group: g}\n"
        "  alone: {}\n"
    ).replace("Asia/Hanoi", "Asia/Ho_Chi_Minh")

    def test_a_shop_overrules_its_group_which_overrules_the_defaults(self) -> None:
        own = config_of(self.TEXT).shops["own"]
        assert own.timezone == "Asia/Ho_Chi_Minh"
        assert own.playbooks == ("g",)
        assert own.options == {"x": "d", "y": "g", "z": "s"}
        assert own.off == {"d/d", "g/g", "s/s"}
        assert own.phrases == {"d/d": ("每天",)}
        assert own.day_starts == 0
        assert own.peaks == ()

    def test_a_shop_without_words_has_those_of_its_group(self) -> None:
        member = config_of(self.TEXT).shops["member"]
        assert (member.timezone, member.playbooks, member.day_starts) == ("Asia/Seoul", ("g",), 240)
        assert member.peaks == (60,)

    def test_without_a_group_the_defaults_hold(self) -> None:
        alone = config_of(self.TEXT).shops["alone"]
        assert (alone.timezone, alone.playbooks) == ("Asia/Tokyo", ("d",))
        assert alone.options == {"x": "d", "y": "d", "z": "d"}

    def test_the_defaults_hold_for_the_shop_that_nobody_named(self) -> None:
        shop = config_of("defaults: {timezone: Asia/Tokyo, day_starts: '04:00'}\n").shops["main"]
        assert (shop.timezone, shop.day_starts) == ("Asia/Tokyo", 240)


class TestFaults:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "shop: mian\nshops: {main: {}}\n",
                "1:7: shop: there is no shop 'mian'; did you mean 'main'?",
            ),
            ("shop: other\n", "1:7: shop: there is no shop 'other'"),
            (
                "groups: {flagship: {}}\nshops: {a: {group: flagshp}}\n",
                "2:20: shops.a.group: there is no group 'flagshp'; did you mean 'flagship'?",
            ),
            (
                "shops: {a: {group: g}}\n",
                "1:20: shops.a.group: there is no group 'g'; groups: of the config makes one",
            ),
            (
                "shops: {a: {timezone: Asia/Shangai}}\n",
                "1:23: shops.a.timezone: there is no time zone 'Asia/Shangai'; "
                "did you mean 'Asia/Shanghai'?",
            ),
            pytest.param(
                "defaults: {calendar: XX}\n",
                "1:22: defaults.calendar: there is no calendar 'XX'; such as CN, US, DE, DE-BY",
                marks=needs("holidays"),
            ),
            (
                "shops: {a: {nmae: x}}\n",
                "1:13: shops.a.nmae: there is no key 'nmae' here; did you mean 'name'?",
            ),
            ("lang: fr\n", "1:7: lang: 'fr' is none of zh, en"),
            (
                "shops: {a: {launch: 2026-02-30}}\n",
                "1:21: shops.a.launch: a date such as 2026-12-01 is expected",
            ),
            (
                "shops: {a: {day_starts: 4}}\n",
                "1:25: shops.a.day_starts: a clock time such as 08:30 is expected",
            ),
            (
                "shops: {a: {peaks: ['08:30', x]}}\n",
                "1:30: shops.a.peaks[1]: a clock time such as 08:30 is expected",
            ),
        ],
    )
    def test_one_line_with_its_place(self, text: str, expected: str) -> None:
        assert faults(text) == [expected]

    def test_a_bad_phrase_is_told_where_it_stands(self) -> None:
        (found,) = faults("shops:\n  a:\n    phrases: {x/y: every wde}\n")
        assert found.startswith("3:26: shops.a.phrases.x/y: 'wde' cannot be read here")

    def test_a_group_may_have_a_bad_phrase_too(self) -> None:
        (found,) = faults("groups: {g: {phrases: {x/y: [每天, 每周八]}}}\n")
        assert found.startswith("1:")
        assert ": groups.g.phrases.x/y" in found

    def test_all_at_once(self) -> None:
        text = "lang: fr\nshop: mian\nshops: {main: {group: x, nmae: y, launch: soon}}\n"
        places = [each.split(": ")[:2] for each in faults(text)]
        assert places == [
            ["1:7", "lang"],
            ["2:7", "shop"],
            ["3:23", "shops.main.group"],
            ["3:26", "shops.main.nmae"],
            ["3:43", "shops.main.launch"],
        ]

    @pytest.mark.parametrize("text", ["shops: [a]\n", "text\n", "- a\n", "groups: x\n"])
    def test_wrong_shapes_say_that_a_mapping_is_expected(self, text: str) -> None:
        (found,) = faults(text)
        assert "mapping" in found

    def test_yaml_that_cannot_be_read(self) -> None:
        assert faults("shops:\n\ta: {}\n") == [
            "2:1: : a tab cannot indent YAML; use spaces",
        ]


class TestAgainstThePlaybooks:
    """What only the playbooks can tell is a problem of the plan, not of the file."""

    MORE = "options: {how: {default: one, choices: {one: [a], two: [b]}}}"

    def problems(self, shop: Shop) -> list[str]:
        """What the plan of that shop has to say."""
        book = book_of(
            "{id: a, name: A, when: 每天}", "{id: b, name: B, when: 每天}", more=self.MORE
        )
        return [
            f"{each.severity}: {each.path}: {each.what}"
            for each in make_plan(replace(shop, playbooks=("book",)), [book]).problems
        ]

    def test_an_unknown_option(self) -> None:
        (found,) = self.problems(Shop("main", options={"hwo": "two"}))
        assert found.startswith("error: shops.main.options.hwo: ")
        assert "'hwo'" in found

    def test_an_unknown_choice_leaves_the_default(self) -> None:
        shop = Shop("main", options={"how": "three"})
        (found,) = self.problems(shop)
        assert found.startswith("error: shops.main.options.how: there is no choice 'three'")

    @pytest.mark.parametrize(
        "shop",
        [Shop("main", off=frozenset({"book/z"})), Shop("main", phrases={"book/z": ("每天",)})],
    )
    def test_an_unknown_duty_is_a_warning(self, shop: Shop) -> None:
        (found,) = self.problems(shop)
        assert found.startswith("warning: ")
        assert "'book/z'" in found

    def test_a_phrase_with_a_block_that_the_playbook_does_not_have(self) -> None:
        (found,) = self.problems(Shop("main", phrases={"book/a": ("每天 上午",)}))
        assert found.startswith("error: shops.main.phrases.book/a: ")

    def test_a_good_shop_has_none(self) -> None:
        shop = Shop(
            "main",
            options={"how": "two"},
            phrases={"book/b": ("每周一",)},
            off=frozenset({"book/a"}),
        )
        assert self.problems(shop) == []


class TestImportMaps:
    def test_columns_by_map(self) -> None:
        config = config_of("import: {sycm: {访客数: visitors, 统计日期: date}}\n")
        assert config.imports == {"sycm": {"访客数": "visitors", "统计日期": "date"}}

    def test_none(self) -> None:
        assert config_of("import:\n").imports == {}

    @pytest.mark.parametrize(
        ("text", "place", "says"),
        [
            ("import: [a]\n", (1, 9), "a mapping (key: value) is expected"),
            ("import: {sycm: visitors}\n", (1, 16), "a mapping (key: value) is expected"),
            ("import: {sycm: {访客数: [a]}}\n", (1, 22), "a metric's id is"),
            ("import:\n  sycm:\n    访客数: Visitors\n", (3, 10), "a metric's id is"),
            ("import: {' ': {a: b}}\n", (1, 10), "a text is expected"),
        ],
    )
    def test_mistakes(self, text: str, place: tuple[int, int], says: str) -> None:
        config, problems = read_config(text.encode(), "config.yaml")
        assert config is None
        (problem,) = problems
        assert (problem.line, problem.column) == place
        assert says in str(problem.what)
