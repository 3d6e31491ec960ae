"""targets and scorecard: whole commands; every number is worked out by hand beside it."""

import json
import shutil
from pathlib import Path

import pytest

from house import Home

MORNING = "2026-11-26T08:00+08:00"
TEAM = "shops: {main: {playbooks: [team-year], launch: 2026-11-01}}\n"
SMALL = """\
opsplan: 1
id: small
name: Small
roles: [{id: ops, name: {zh: 运营, en: Operations}}, {id: ads, name: {zh: 推广, en: Promotion}}]
metrics:
  - {id: sales, name: {zh: 销售额, en: Sales}}
  - {id: rating, name: {zh: 评分, en: Rating}}
  - {id: ad_spend, name: {zh: 推广花费, en: Ad spend}}
targets:
  - {metric: sales, year: launch, total: 360000, by: days}
  - {metric: ad_spend, year: launch, total: 216000, by: days, limit: true, daily_cap: 600}
duties:
  - {id: post, name: {zh: 发帖, en: Post}, when: 每周一 9:00, takes: 1h, role: ops}
scorecards:
  - id: ops-card
    name: {zh: 运营考核, en: Operations card}
    role: ops
    parts:
      - {id: duties, name: {zh: 任务, en: Duties}, weight: 50, from: completion}
      - {id: sales, name: {zh: 销售, en: Sales}, weight: 40, from: target sales}
      - {id: rating, name: {zh: 评分, en: Rating}, weight: 10, from: rating, full: 5}
    bar: 3.5
    bonus: [{from: 3.5, pay: 500}]
    commission: {by: target sales, tiers: [{from: 100, points: 1}, {from: 200, points: 2}]}
  - id: ads-card
    name: {zh: 推广考核, en: Promotion card}
    role: ads
    parts: [{id: duties, name: {zh: 任务, en: Duties}, weight: 100, from: completion}]
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A shop of one playbook, launched in November, some Mondays of which are done."""
    home = Home(tmp_path_factory.mktemp("small"))
    home.write("playbooks/small.yaml", SMALL)
    home.write("config.yaml", "shops: {main: {playbooks: [small], launch: 2026-11-01}}\n")
    for monday, clock in ((2, "09:30"), (9, "10:00"), (16, "11:00")):
        now = f"2026-11-{monday:02}T{clock}+08:00"
        assert home.run("done", "post", now=now).code == 0
    home.run("log", "sales=12500", "--date", "2026-11-05", now=MORNING)
    home.run("log", "sales=2500", "ad_spend=700", now=MORNING)
    return home


@pytest.fixture
def small(made: Home, tmp_path: Path) -> Home:
    """That shop, for one test to do with as it likes."""
    return Home(Path(shutil.copytree(made.folder, tmp_path / "small")))


class TestTargets:
    def test_a_target_of_a_shops_config(self, home: Home) -> None:
        """210000 for 21 workdays; the week has five, of which two are left beside the 30th."""
        home.write(
            "config.yaml",
            "shops: {main: {targets: [{metric: sales, year: 2026, total: 2520000}]}}",
        )
        home.run("log", "sales=8000", now=MORNING)
        (item,) = home.run("targets", "--json", now=MORNING).json["items"]
        assert item == {
            "metric": "sales",
            "id": "sales",
            "month": "2026-11",
            "target": 210000,
            "to_date": 8000,
            "remaining_days": 3,
            "per_day": 67333.33,
            "yesterday": {"value": 8000, "share": 10000},
            "week": {"from": "2026-11-23", "to": "2026-11-29", "target": 50000, "to_date": 8000},
            "limit": False,
            "left": 202000,
            "cap": None,
            "over_cap": [],
        }

    def test_a_budget_with_a_daily_cap(self, small: Home) -> None:
        """18000 less 700 for five days."""
        items = small.run("targets", "--json", now=MORNING).json["items"]
        budget = next(item for item in items if item["metric"] == "ad_spend")
        assert budget["limit"]
        assert (budget["left"], budget["per_day"], budget["cap"]) == (17300, 3460, 600)
        assert budget["over_cap"] == [{"date": "2026-11-25", "value": 700}]

    @pytest.mark.parametrize(
        ("now", "sales", "assistant"),
        [("2026-11-25", 300000, 0), ("2027-02-10", 700000, 4000), ("2027-10-31", 2000000, 4000)],
    )
    def test_the_plan_year_begins_with_the_launch(
        self, home: Home, now: str, sales: float, assistant: float
    ) -> None:
        home.write("config.yaml", TEAM)
        items = home.run("targets", "--json", now=f"{now}T09:00+08:00").json["items"]
        found = {item["metric"]: item["target"] for item in items}
        assert (found["sales"], found["cost_assistant"]) == (sales, assistant)

    def test_a_budget_of_nothing_is_shown_once_something_is_spent(self, home: Home) -> None:
        """Nobody draws the assistant's pay before the fourth month."""
        home.write("config.yaml", TEAM)
        assert "assistant" not in home.run("targets").out
        home.run("log", "cost_assistant=1")
        line = "Pay: operations assistant: 1 this month, 1 above the budget of 0"
        assert line in home.run("targets").out.splitlines()

    def test_after_the_plan_year_there_is_none(self, home: Home) -> None:
        home.write("config.yaml", TEAM)
        ran = home.run("targets", now="2027-11-01T09:00+08:00")
        assert ran.out == "The shop has no targets for this month.\n"

    @pytest.mark.parametrize(
        ("option", "metric", "month", "duty"),
        [
            ("target-plan: weekly", "sales", 416666.67, "plan-by-week"),
            ("ad-budget: days-300", "ad_spend", 15000, "ad-budget-days"),
            ("inquiry-plan: yearly", "inquiries", 250, None),
            ("cost-total: by-lines", "cost_total", 28083.33, None),
        ],
    )
    def test_one_option_for_each_contradiction(
        self, home: Home, option: str, metric: str, month: float, duty: str | None
    ) -> None:
        home.write("config.yaml", TEAM.replace("launch:", f"options: {{{option}}}, launch:"))
        items = home.run("targets", "--json").json["items"]
        assert [item["target"] for item in items if item["metric"] == metric] == [month]
        assert duty is None or home.run("next", duty, "--json").json["items"]

    def test_a_taobao_shop_has_its_months_every_year(self, home: Home) -> None:
        home.write("config.yaml", "shops: {main: {playbooks: [taobao-shop]}}\n")
        (item,) = home.run("targets", "--json", now="2029-03-01T09:00+08:00").json["items"]
        assert (item["month"], item["target"]) == ("2029-03", 300000)

    @pytest.mark.parametrize("columns", ["48", "80", "200"])
    def test_no_line_is_wider_than_the_screen(self, small: Home, columns: str) -> None:
        out = small.run("targets", now=MORNING, COLUMNS=columns).out
        assert max(map(len, out.splitlines())) <= int(columns)


class TestTheHeadOfTheDay:
    def head(self, home: Home, *arguments: str, now: str = MORNING) -> list[str]:
        return home.run("today", *arguments, now=now).out.splitlines()[:8]

    def test_a_figure_above_the_cap_is_said_on_the_day_after_it(self, small: Home) -> None:
        assert "Ad spend: 700 on 25 Nov, above the daily cap of 600" in self.head(small)
        assert "推广花费：11月25日用了 700，超出日上限 600" in self.head(small, "--lang", "zh")
        assert not any("cap" in line for line in self.head(small, now="2026-11-28T08:00+08:00"))

    def test_a_budget_that_is_exceeded_is_said_all_month(self, small: Home) -> None:
        small.run("log", "ad_spend=17400", "--date", "2026-11-10", now=MORNING)
        line = "Ad spend: 18100 this month, 100 above the budget of 18000"
        assert line in self.head(small)
        assert line in self.head(small, now="2026-11-30T08:00+08:00")
        assert line not in self.head(small, now="2026-12-01T08:00+08:00")
        assert "推广花费：本月已用 18100，超出预算 18000 共 100" in self.head(small, "--lang", "zh")


class TestScorecard:
    def test_every_number(self, small: Home) -> None:
        """Four Mondays were due: one done on time, one in the last minute, one late, one missed:
        2.5 of 4 are 62.5 % and 1 + 4 x .625 = 3.5. Sales: 15000 of 25 days of 1000 are 60 % and
        3.4; of the month 50 %. Without a rating: (50 x 3.5 + 40 x 3.4) / 90 = 3.4556."""
        ran = small.run("scorecard", "--json", "--explain", "--role", "运营", now=MORNING)
        assert ran.json["month"] == "2026-11"
        (card,) = ran.json["items"]
        duties, sales, rating = card.pop("parts")
        assert card == {
            "scorecard": "ops-card",
            "role": "ops",
            "name": "Operations card",
            "score": 3.46,
            "bar": 3.5,
            "passed": False,
            "bonus": 0,
            "points": 0,
            "missing": ["rating"],
            "commission": {
                "by": "target sales",
                "value": 50,
                "figures": sales["figures"],
                "until": "2026-11-30",
                "reached": 15000,
                "due": 30000,
                "target": 30000,
            },
        }
        counts = {"due": 4, "done": 3, "on_time": 2, "late": 1, "missed": 1, "skipped": 0}
        post = {"playbook": "small", "duty": "post", "role": "ops"}
        assert (duties["value"], duties["score"], duties["counts"]) == (62.5, 3.5, counts)
        (told,) = duties["duties"]
        occurrences = told.pop("occurrences")
        assert told == post | counts
        assert [(each["ref"][-12:], each["status"], each["on_time"]) for each in occurrences] == [
            ("2026-11-02#1", "done", True),
            ("2026-11-09#1", "done", True),
            ("2026-11-16#1", "done", False),
            ("2026-11-23#1", "missed", None),
        ]
        journal = {
            entry["id"]: entry
            for entry in map(json.loads, small.run("journal", "export").out.splitlines())
        }
        ticks = [each["entry"] for each in occurrences]
        assert [journal[tick]["ref"] for tick in ticks[:3]] == [
            each["ref"] for each in occurrences[:3]
        ]
        assert ticks[3] is None
        for figure in sales["figures"]:
            entries = [journal[entry] for entry in figure.pop("entries")]
            assert [(e["metric"], e["date"], e["value"]) for e in entries] == [
                ("sales", figure["date"], figure["value"])
            ]
        assert (sales["value"], sales["score"], sales["from"]) == (60, 3.4, "target sales")
        assert (sales["reached"], sales["due"], sales["until"]) == (15000, 25000, "2026-11-25")
        assert sales["figures"] == [
            {"date": "2026-11-05", "value": 12500},
            {"date": "2026-11-25", "value": 2500},
        ]
        assert (rating["value"], rating["score"], rating["figures"]) == (None, None, [])

    def test_without_explain_there_are_only_results(self, small: Home) -> None:
        card = small.run("scorecard", "--json", now=MORNING).json["items"][0]
        assert set(card["parts"][0]) == {"id", "name", "weight", "from", "full", "value", "score"}

    def test_a_rating_brings_it_over_the_bar(self, small: Home) -> None:
        """50 x 3.5 + 40 x 3.4 + 10 x 5 = 361."""
        small.run("log", "rating=5", now=MORNING)
        card = small.run("scorecard", "--json", now=MORNING).json["items"][0]
        assert (card["score"], card["passed"], card["bonus"]) == (3.61, True, 500)

    def test_the_text_in_both_languages(self, small: Home) -> None:
        assert small.run("scorecard", now=MORNING).out == (
            "Nov 2026  up to 26 Nov\n"
            "Operations card  3.46          below 3.5  bonus 0 yuan  commission +0 points\n"
            "Promotion card   no score yet\n"
            "Operations card: left out, no figures yet: Rating\n"
            "Promotion card: left out, no figures yet: Duties\n"
        )
        assert small.run(
            "scorecard", "--role", "ops", "--explain", "--lang", "zh", now=MORNING
        ).out == (
            "2026年11月  截至11月26日\n"
            "\n"
            "运营考核  3.46  未达 3.5  奖金 0 元  提成 +0 点\n"
            "  任务  权重 50  62.5/100  得 3.50 分\n"
            "    到期 4：按时 2，逾时完成 1，逾时未做 0，错过 1，跳过 0\n"
            "    逾时和错过最多：发帖 2/4\n"
            "  销售  权重 40  60/100  得 3.40 分\n"
            "    销售额：截至11月25日应做 25000，做了 15000；全月目标 30000\n"
            "    数据：11月5日 12500  11月25日 2500\n"
            "  评分  权重 10  –/5  –\n"
            "  提成：整月完成 50%（100% +1、200% +2）\n"
            "运营考核：还没有数据，未计入：评分\n"
            "\n"
            "单项得分 = 1 + 4 × 数值 ÷ 满分值，最低 1 分，最高 5 分；总分按权重平均。"
            "逾时完成算一半，跳过不算。\n"
            "逐次任务和每条流水：opsplan scorecard 2026-11 --explain --json\n"
        )

    def test_a_month_that_is_over(self, small: Home) -> None:
        """The 23rd and the 30th are missed: 2.5 of 5, and 15000 of 30000."""
        for month in ("2026-11", "2026-11-17", "上上月"):
            ran = small.run("scorecard", month, "--json", now="2027-01-05T08:00+08:00")
            assert ran.json["month"] == "2026-11"
            assert [part["value"] for part in ran.json["items"][0]["parts"]] == [50, 50, None]

    def test_months_that_cannot_be_scored(self, small: Home) -> None:
        for words, says in (
            (["2026-12"], "2026-12 has not come yet"),
            (["next month"], "2026-12 has not come yet"),
            (["soon"], "'soon' is neither a month nor a day; such as 2026-10"),
            (["2026-13"], "'2026-13' is neither a month nor a day; such as 2026-10"),
            (["--role", "boss"], "there is no role 'boss'"),
        ):
            ran = small.run("scorecard", *words, now=MORNING)
            assert (ran.code in (1, 2), ran.out) == (True, "")
            assert says in ran.err

    def test_a_shop_without_scorecards(self, home: Home) -> None:
        ran = home.run("scorecard")
        assert (ran.code, ran.out) == (0, "The shop has no scorecards.\n")
        assert home.run("scorecard", "--json").json == {"month": "2026-11", "items": []}

    def test_it_writes_nothing(self, home: Home) -> None:
        home.write("config.yaml", TEAM)
        assert home.run("scorecard", "--explain").code == 0
        names = {each.name for each in home.folder.iterdir()}
        assert names - {"cache"} == {"config.yaml"}


class TestTeamYear:
    def test_each_role_has_a_card(self, home: Home) -> None:
        home.write("config.yaml", TEAM)
        items = home.run("scorecard", "--json").json["items"]
        roles = ["ops", "assistant", "ads", "design", "sales", "service"]
        assert [item["role"] for item in items] == roles
        assert {item["bar"] for item in items} == {3.5}

    @pytest.mark.parametrize(
        ("sales", "points"), [(299999, 0), (300000, 1), (450000, 2), (600000, 4)]
    )
    def test_a_shop_settles_the_points_of_twice_the_target(
        self, home: Home, sales: int, points: int
    ) -> None:
        home.write(
            "playbooks/ours.yaml",
            "opsplan: 1\nid: ours\nname: Ours\nextends: team-year\nscorecards:\n"
            "  - id: ops-card\n    commission:\n      by: target sales\n      tiers:\n"
            "        [{from: 100, points: 1}, {from: 150, points: 2}, {from: 200, points: 4}]\n",
        )
        home.write("config.yaml", TEAM.replace("team-year", "ours"))
        home.run("log", f"sales={sales}")
        found = {each["scorecard"]: each for each in home.run("scorecard", "--json").json["items"]}
        assert found["ops-card"]["points"] == points
        assert found["sales-card"]["points"] == min(points, 2)
