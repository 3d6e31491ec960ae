"""What a shop says about itself: campaigns, people, stages, and what it switches on and off."""

from collections.abc import Mapping
from datetime import date

import pytest

from house import SHIPPED, Ledger, book_of, checklist, day, occurrences, plan_of, refs
from opsplan.planning.campaigns import campaigns_of
from opsplan.planning.phases import ended_phases, phase_states, phases_on
from opsplan.planning.plan import Plan, make_plan
from opsplan.planning.registers import registers_of
from opsplan.planning.roles import holders_of, role_ids
from opsplan.planning.rules import plan_rules
from opsplan.planning.targets import targets_on
from opsplan.planning.why import why_off
from opsplan.playbook.config import read_config
from opsplan.playbook.files import find_library
from opsplan.playbook.lint import warnings_of
from opsplan.values.classes import replace
from opsplan.values.journal import Entry
from opsplan.values.occurrence import Identity
from opsplan.values.phases import Begun
from opsplan.values.playbook import Playbook, Shop
from opsplan.values.problem import OpsplanError

BASE = """
campaigns:
  - {id: d11, name: 双11, on: 每年11月11日, duties: [{id: go, name: G, when: 当天}]}
  - {id: cny, name: 年货节, on: 每年1月10日, lasts: 5 days}
phases:
  - id: build
    name: B
    starts: launch
    lasts: 10 to 15 days
    duties: [{id: step, name: S, when: 每天}]
    phases: [{id: inner, name: N, starts: launch, lasts: 5 days}]
  - {id: trial, name: T, starts: after build, lasts: 2 weeks}
  - {id: steady, name: Z, starts: when orders > 9, lasts: open}
metrics: [{id: orders, name: 订单}]
rules: [{id: few, when: orders < 3, then: [asked]}]
targets: [{metric: orders, year: 2026, total: 1200}]
registers: [{id: log, fields: [{id: what}]}]
roles: [{id: ops, name: {zh: 运营, en: Operations}}, {id: ads, name: {zh: 推广, en: Ads}}]
"""
DUTIES = (
    "{id: asked, name: A, when: 触发时, role: ops}",
    "{id: daily, name: D, when: 每天, role: ads}",
)


def book() -> Playbook:
    return book_of(*DUTIES, more=BASE)


def shop_of(text: str) -> Shop:
    """The shop `main` of a config, running `book`."""
    config, problems = read_config(text.encode(), "/home/config.yaml")
    assert config is not None, [str(each.what) for each in problems]
    return replace(config.shops["main"], playbooks=("book",))


def plan(text: str) -> Plan:
    return make_plan(shop_of(text), [book()])


def problems(text: str) -> list[str]:
    """`line:column: severity: what; fix` of what the plan finds in a config."""
    return [
        f"{each.line}:{each.column}: {each.severity}: {each.what}"
        + (f"; {each.fix}" if each.fix else "")
        for each in plan(text).problems
    ]


def owned(found: Plan, first: str, last: str) -> list[str]:
    return [each.ref for each in occurrences(found, first, last) if "." in each.ref]


class TestCampaigns:
    OWN = (
        "shops:\n  main:\n    campaigns:\n"
        "      - {id: party, name: 店庆, on: every year on 12-20, lasts: 3 days,"
        " duties: [{id: plan, name: P, when: 前2天}, {id: watch, name: W, when: 每天 9:00}]}\n"
    )

    def test_of_its_own(self) -> None:
        assert owned(plan(self.OWN), "2026-12-01", "2026-12-31") == [
            "shop/party.plan@2026-12-18#1",
            "shop/party.watch@2026-12-20#1",
            "shop/party.watch@2026-12-21#1",
            "shop/party.watch@2026-12-22#1",
        ]
        duty = plan(self.OWN).duty("shop/party.plan")
        assert duty is not None
        assert (duty.planned.playbook.file, duty.planned.duty.line) == ("/home/config.yaml", 4)
        assert duty.planned.code == "B01"

    def test_one_is_ticked_like_any_other(self) -> None:
        found = plan(self.OWN)
        ledger = Ledger()
        (watch,) = [each for each in occurrences(found, "2026-12-20", "2026-12-20") if each.at]
        ledger.add("done", watch, "2026-12-20 09:10")
        items = checklist(found, "2026-12-20 10:00", ledger).items
        assert [(i.occurrence.ref, i.status) for i in items if i.occurrence.at] == [
            ("shop/party.watch@2026-12-20#1", "done")
        ]

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ("on: 每年11月9日", ["book/d11.go@2026-11-09#1"]),
            ("lasts: 3 days", ["book/d11.go@2026-11-11#1"]),
            (
                "on: 每年11月9日, duties: [{id: mine, name: M, when: 后1天}]",
                ["shop/d11.mine@2026-11-10#1"],
            ),
            ("duties: []", []),
        ],
    )
    def test_one_of_a_playbook_is_moved_or_replaced(self, change: str, expected: list[str]) -> None:
        text = f"shops: {{main: {{campaigns: [{{id: d11, {change}}}]}}}}\n"
        assert owned(plan(text), "2026-11-01", "2026-11-30") == expected
        assert problems(text) == []

    def test_the_nearest_layer_wins_key_by_key(self) -> None:
        text = (
            "defaults: {campaigns: [{id: d11, on: 每年11月1日, lasts: 2 days}]}\n"
            "groups: {g: {campaigns: [{id: d11, on: 每年11月5日}]}}\n"
            "shops: {main: {group: g, campaigns: [{id: d11, name: 大促}]}}\n"
        )
        (found,) = [each for _, each in campaigns_of(plan(text)) if each.id == "d11"]
        assert (found.name.zh, found.days) == ("大促", 2)
        assert owned(plan(text), "2026-11-01", "2026-11-30") == ["book/d11.go@2026-11-05#1"]

    @pytest.mark.parametrize(
        ("campaign", "expected"),
        [
            ("{id: d12, on: 每年12月12日}", "the key 'name' is missing; did you mean 'd11'?"),
            ("{id: party, name: P}", "the key 'on' is missing"),
        ],
    )
    def test_a_new_one_needs_a_name_and_a_day(self, campaign: str, expected: str) -> None:
        text = f"shops:\n  main:\n    campaigns:\n      - {campaign}\n"
        assert problems(text) == [f"4:9: error: {expected}"]

    @pytest.mark.parametrize(
        ("campaign", "path"),
        [
            ("{id: a, name: A, on: ‸evry day}", "on"),
            ("{id: a, name: A, on: 每年1月1日, ‸last: 3 days}", "last"),
            ("{id: a, name: A, on: ‸完成后3天}", "on"),
            (
                "{id: a, name: A, on: 每年1月1日, duties: [{id: x, name: X, when: 每天 ‸25:00}]}",
                "duties[0].when",
            ),
            (
                "{id: a, name: A, on: 每年1月1日, duties: [{id: x, name: X, ‸wen: 每天}]}",
                "duties[0].wen",
            ),
        ],
    )
    def test_a_bad_one_has_its_place(self, campaign: str, path: str) -> None:
        text = f"shops: {{main: {{campaigns: [{campaign}]}}}}\n"
        config, found = read_config(text.replace("‸", "").encode(), "config.yaml")
        assert config is None
        column = text.index("‸") + 1
        places = [(each.line, each.column, each.path) for each in found]
        assert places == [(1, column, f"shops.main.campaigns[0].{path}")]

    def test_the_shipped_ones_can_be_moved(self) -> None:
        library = find_library(SHIPPED / "none")
        growth, _ = library.load("1688-growth")
        assert growth is not None
        text = "shops: {main: {campaigns: [{id: double-12, on: 每年12月10日}]}}\n"
        found = make_plan(replace(shop_of(text), playbooks=("1688-growth",)), [growth])
        assert "1688-growth/double-12.sale@2026-12-10#1" in owned(found, "2026-12-10", "2026-12-10")
        assert found.problems == ()


class TestNames:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("off: [book/dialy]", "3:11: warning: {has} 'book/dialy'; {mean} 'book/daily'?"),
            ("on: [book/fewer]", "3:10: warning: {has} 'book/fewer'; {mean} 'book/few'?"),
            ("off: [other/x]", "3:11: warning: {has} 'other/x'"),
            (
                "phrases: {book/dialy: 每天}",
                "3:15: warning: {has} 'book/dialy'; {mean} 'book/daily'?",
            ),
            ("thresholds: {fwe: 5}", "3:18: warning: {has} a rule 'fwe'; {mean} 'few'?"),
            ("options: {x: y}", "3:15: error: {has} an option 'x'"),
            (
                "targets: [{metric: ordres, year: 2026, total: 12}]",
                "3:24: warning: {has} a metric 'ordres'; {mean} 'orders'?",
            ),
            ("people: {小李: [opps]}", "3:19: warning: {has} a role 'opps'; {mean} 'ops'?"),
            (
                "phrases: {book/daily: 前3天}",
                "3:15: error: days before and after belong inside a campaign",
            ),
        ],
    )
    def test_an_unknown_one_has_its_place_and_the_likeliest(self, said: str, expected: str) -> None:
        sentence = expected.format(has="no playbook of this shop has", mean="did you mean")
        assert problems(f"shops:\n  main:\n    {said}\n") == [sentence]

    @pytest.mark.parametrize(
        "said",
        ["off: [other/x]", "options: {x: y}", "thresholds: {x: 5}", "people: {李: [x]}"],
    )
    def test_what_is_said_for_several_shops_need_not_fit_each(self, said: str) -> None:
        assert problems(f"defaults: {{{said}}}\nshops: {{main: {{}}}}\n") == []

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("market: [uae, eur, jp]", ["3:19: warning: {knows} market 'eur'; {mean} 'eu'?"]),
            ("market: [eu]", []),
            (
                "platform: alibabba",
                ["3:15: warning: {knows} platform 'alibabba'; {mean} 'alibaba'?"],
            ),
            ("platform: taobao", []),
        ],
    )
    def test_a_slip_in_where_it_sells_is_told(self, said: str, expected: list[str]) -> None:
        applies = "applies: {market: [eu], platform: [alibaba]}"
        found = make_plan(
            shop_of(f"shops:\n  main:\n    {said}\n"),
            [book_of(f"{{id: vat, name: V, when: 每天, {applies}}}")],
        )
        knows, mean = "no playbook of this shop knows a", "did you mean"
        assert [
            f"{each.line}:{each.column}: {each.severity}: {each.what}; {each.fix}"
            for each in found.problems
        ] == [each.format(knows=knows, mean=mean) for each in expected]

    @pytest.mark.parametrize("entry", ["daily", "d11", "build", "few", "orders", "log", "d11.go"])
    def test_every_kind_of_entry_can_be_named(self, entry: str) -> None:
        assert problems(f"shops: {{main: {{off: [book/{entry}], on: [book/{entry}]}}}}\n") == []


class TestOnAndOff:
    @staticmethod
    def present(text: str) -> set[str]:
        """The entries that are in force, by their ids."""
        found = plan(text)
        return {
            *(duty.planned.duty.id for duty in found.duties),
            *(campaign.id for _, campaign in campaigns_of(found)),
            *(state.phase.id for state in phase_states(found, day("2026-11-01"))),
            *(rule.id for _, rule in plan_rules(found)),
            *(register.id for _, register in registers_of(found)),
            *(target.metric for target in targets_on(found, day("2026-11-01"))),
        }

    @pytest.mark.parametrize(
        ("entry", "gone"),
        [
            ("daily", {"daily"}),
            ("d11", {"d11", "d11.go"}),
            ("build", {"build", "inner", "build.step"}),
            ("few", {"few"}),
            ("orders", {"orders"}),
            ("log", {"log"}),
        ],
    )
    def test_off_takes_away_and_on_brings_back(self, entry: str, gone: set[str]) -> None:
        whole = self.present("shops: {main: {}}\n")
        without = self.present(f"shops: {{main: {{off: [book/{entry}]}}}}\n")
        assert whole - without == gone

    @pytest.mark.parametrize("applies", ["optional: true", "suspended: true", "platform: taobao"])
    @pytest.mark.parametrize(
        ("entry", "line"),
        [
            ("daily", DUTIES[1]),
            ("few", "{id: few, when: orders < 3, then: [asked]}"),
            ("log", "{id: log, fields: [{id: what}]}"),
            ("orders", "{metric: orders, year: 2026, total: 1200}"),
            ("trial", "{id: trial, name: T, starts: after build, lasts: 2 weeks}"),
        ],
    )
    def test_what_does_not_apply_is_there_when_asked_for(
        self, entry: str, line: str, applies: str
    ) -> None:
        marked = f"{line[:-1]}, applies: {{{applies}}}}}"
        duties = [marked if each == line else each for each in DUTIES]
        changed = book_of(*duties, more=BASE.replace(line, marked))
        plain, asking = Shop("main"), Shop("main", on=frozenset({f"book/{entry}"}))
        for shop, there in ((plain, False), (asking, True)):
            found = make_plan(shop, [changed])
            names = {
                *(duty.planned.duty.id for duty in found.duties),
                *(state.phase.id for state in phase_states(found, day("2026-11-01"))),
                *(rule.id for _, rule in plan_rules(found)),
                *(register.id for _, register in registers_of(found)),
                *(target.metric for target in targets_on(found, day("2026-11-01"))),
            }
            assert (entry in names) is there


class TestStages:
    LAUNCHED = Shop("main", launch=day("2026-11-01"))

    def found(self, when: str, first: str, last: str, *, every: bool = False) -> list[str]:
        duty = f"{{id: a, name: A, when: {when}, applies: {{stage: trial}}}}"
        made = make_plan(self.LAUNCHED, [book_of(duty, *DUTIES, more=BASE)], every_choice=every)
        return [ref for ref in refs(occurrences(made, first, last)) if ref.startswith("a@")]

    def test_a_duty_is_there_on_the_days_of_its_phase(self) -> None:
        # build may last until 15 November, trial follows for two weeks
        assert self.found("每周一", "2026-11-01", "2026-12-31") == [
            "a@2026-11-16#1",
            "a@2026-11-23#1",
        ]
        assert len(self.found("每天", "2026-11-01", "2026-12-31")) == 14

    def test_every_option_has_what_its_stage_would_exclude(self) -> None:
        assert len(self.found("每天", "2026-11-01", "2026-11-10", every=True)) == 10

    def test_after_done_and_set_up_steps_wait_for_it(self) -> None:
        assert self.found("完成后3天", "2026-11-01", "2026-11-15") == []
        duty = "{id: a, name: A, when: 一次, applies: {stage: trial}}"
        made = make_plan(self.LAUNCHED, [book_of(duty, *DUTIES, more=BASE)])
        assert checklist(made, "2026-11-10 09:00").setup == ()
        assert [
            i.occurrence.planned.duty.id for i in checklist(made, "2026-11-20 09:00").setup
        ] == ["a"]

    def test_without_a_launch_there_is_no_stage(self) -> None:
        duty = "{id: a, name: A, when: 每天, applies: {stage: [trial]}}"
        made = plan_of(duty, DUTIES[0], more=BASE)
        found = refs(occurrences(made, "2026-11-01", "2026-12-31"))
        assert [each for each in found if each.startswith("a@")] == []

    def test_a_rule_and_a_register_have_stages_too(self) -> None:
        more = BASE.replace("then: [asked]", "then: [asked], applies: {stage: trial}")
        made = make_plan(self.LAUNCHED, [book_of(*DUTIES, more=more)])
        there = [bool(list(plan_rules(made, day(d)))) for d in ("2026-11-10", "2026-11-20")]
        assert there == [False, True]


class TestPhases:
    SHOP = Shop("main", launch=day("2026-11-01"))

    def states(
        self,
        on: str,
        began: Mapping[str, Begun] | None = None,
        ended: Mapping[str, date] | None = None,
    ) -> list[tuple[str, str, int, int | None]]:
        made = make_plan(self.SHOP, [book()], began=began, ended=ended)
        return [(s.phase.id, s.word, s.day_no, s.days) for s in phase_states(made, day(on))]

    def test_where_the_shop_stands(self) -> None:
        assert self.states("2026-11-04") == [
            ("build", "current", 4, 15),
            ("inner", "current", 4, 5),
            ("trial", "coming", -11, 14),
            ("steady", "waiting", 0, None),
        ]

    def test_what_is_ended_moves_what_follows(self) -> None:
        assert self.states("2026-11-13", ended={"book/build": day("2026-11-11")}) == [
            ("build", "past", 13, 11),
            ("inner", "past", 13, 5),
            ("trial", "current", 2, 14),
            ("steady", "waiting", 0, None),
        ]

    def test_a_phase_that_a_figure_began_can_be_ended(self) -> None:
        began = {"book/steady": Begun(day("2026-11-05"), "E1")}
        ended = {"book/steady": day("2026-11-08")}
        assert self.states("2026-11-09", began=began)[-1] == ("steady", "current", 5, None)
        assert self.states("2026-11-09", began=began, ended=ended)[-1] == ("steady", "past", 5, 4)

    def test_a_length_that_is_a_range_says_so_until_it_is_ended(self) -> None:
        made = make_plan(self.SHOP, [book()])
        assert phases_on(made, day("2026-11-02"))[0].least == 10
        ended = make_plan(self.SHOP, [book()], ended={"book/build": day("2026-11-12")})
        assert phases_on(ended, day("2026-11-02"))[0].least is None

    def test_an_entry_that_was_taken_back_ends_nothing(self) -> None:
        made = make_plan(self.SHOP, [book()])
        identity = Identity("book", "build", day("2026-11-01"), 0)
        ledger = Ledger()
        occurrence = occurrences(made, "2026-11-01", "2026-11-01")[0]
        done = replace(ledger.add("done", occurrence, "2026-11-11 09:00"), identity=identity)
        undo = replace(
            ledger.add("undo", occurrence, "2026-11-11 10:00", undoes=done.id), identity=identity
        )
        entries: list[Entry] = [done]
        assert ended_phases(entries, made.zone, 0) == {"book/build": day("2026-11-11")}
        assert ended_phases([*entries, undo], made.zone, 0) == {}


class TestPeople:
    TEXT = "shops: {main: {people: {小李: [ops, 推广], 小王: ads, 阿三: []}}}\n"

    @pytest.mark.parametrize(
        ("word", "expected"),
        [
            ("ops", {"ops"}),
            ("运营", {"ops"}),
            ("Operations", {"ops"}),
            ("ADS", {"ads"}),
            ("小李", {"ops", "ads"}),
            ("小王", {"ads"}),
            ("阿三", set()),
            ("me", {"ads"}),
        ],
    )
    def test_a_role_or_a_person(self, word: str, expected: set[str]) -> None:
        assert role_ids(word, plan(self.TEXT), "小王") == expected

    def test_without_people_everything_is_mine(self) -> None:
        assert role_ids("me", plan("shops: {main: {}}\n"), "root") == {"ops", "ads"}

    @pytest.mark.parametrize(
        ("word", "hint"),
        [
            ("opps", "did you mean 'ops'?"),
            ("me", "the people are 小李, 小王, 阿三"),
            ("zz", "Ads, Operations"),
        ],
    )
    def test_nobody(self, word: str, hint: str) -> None:
        with pytest.raises(OpsplanError) as caught:
            role_ids(word, plan(self.TEXT), "root")
        assert hint in str(caught.value.hint)

    def test_who_holds_a_role(self) -> None:
        assert holders_of("ads", plan(self.TEXT)) == ("小李", "小王")
        assert holders_of(None, plan(self.TEXT)) == ()


@pytest.mark.parametrize(
    ("shop", "applies", "expected"),
    [
        (Shop("main", off=frozenset({"book/a"})), "", "book/a is switched off in the config"),
        (Shop("main"), "optional: true", "book/a is optional; the shop has not switched it on"),
        (Shop("main"), "suspended: true", "book/a is suspended until the shop switches it on"),
        (Shop("main"), "platform: taobao", "book/a is for the platforms taobao only"),
        (Shop("main", market=("cn",)), "market: [eu, us]", "book/a is for the markets eu, us only"),
    ],
)
def test_why_a_duty_is_off(shop: Shop, applies: str, expected: str) -> None:
    found = book_of(f"{{id: a, name: A, when: 每天, applies: {{{applies}}}}}")
    made = make_plan(shop, [found])
    assert made.duties == ()
    assert str(why_off(made, found, found.duties[0], day("2026-11-25")).off) == expected


def test_a_stage_that_no_phase_of_the_playbook_has_is_a_warning() -> None:
    found = book_of("{id: a, name: A, when: 每天, applies: {stage: [trail]}}", DUTIES[0], more=BASE)
    (warning,) = warnings_of(found)
    assert (warning.severity, warning.path) == ("warning", "duties[0].applies.stage")
    assert str(warning.fix) == "did you mean 'trial'?"


SECTIONS = """
metrics: [{id: m, name: M}]
phases: [{id: trial, name: T, starts: launch, lasts: open, APPLIES}]
campaigns: [{id: c, name: C, on: 每年6月18日, APPLIES}]
rules: [{id: r, when: m < 1, then: [a], APPLIES}]
targets: [{metric: m, year: 2026, months: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], APPLIES}]
registers: [{id: g, name: G, fields: [{id: f, name: F}], APPLIES}]
roles: [{id: ops, name: O}]
scorecards:
  - {id: s, name: S, role: ops, parts: [{id: p, name: P, weight: 100, from: m}], APPLIES}
"""


def test_a_stage_that_there_is_not_is_told_in_every_section() -> None:
    applies = "applies: {stage: [trail]}"
    duty = f"{{id: a, name: A, when: 每天, {applies}}}"
    found = book_of(duty, more=SECTIONS.replace("APPLIES", applies))
    paths = {warning.path.partition("[")[0] for warning in warnings_of(found)}
    assert paths == {section for section, _ in found.sections()} - {"metrics"}
