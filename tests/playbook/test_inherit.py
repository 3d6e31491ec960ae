"""`extends:`: override, disable, add."""

from house import Home, day
from opsplan.planning.expand import expand
from opsplan.planning.plan import make_plan
from opsplan.playbook.files import FindBase
from opsplan.playbook.reader import read_playbook
from opsplan.values.classes import replace
from opsplan.values.playbook import Shop
from opsplan.values.window import day_window

BASE = (
    "opsplan: 1\nid: base\nname: Base\n"
    "duties:\n"
    "  - {id: a, name: A, when: every day at 09:00, role: ops, takes: 10m}\n"
    "  - {id: b, name: B, when: every mon}\n"
    "options: {way: {default: x, choices: {x: [a], y: [b]}}}\n"
)


def bases(text: str = BASE) -> FindBase:
    """Finds the playbook `base`."""
    return {"base": (text.encode(), "base.yaml")}.get


def read(own: str, base: str = BASE) -> tuple[list[tuple[str, str]], list[str]]:
    """(duty, name) of each, and what is wrong."""
    found, problems = read_playbook(own.encode(), "own.yaml", bases(base))
    duties = [(duty.id, duty.name.en) for duty in found.duties] if found else []
    return duties, [str(problem.what) for problem in problems]


def test_override_disable_add() -> None:
    own = (
        "opsplan: 1\nid: own\nname: Own\nextends: base\ndisable: [b]\n"
        "duties:\n  - {id: a, name: Mine}\n  - {id: c, name: C, when: every fri}\n"
        "options: {way: {default: x, choices: {x: [a], y: [c]}}}\n"
    )
    assert read(own) == ([("a", "Mine"), ("c", "C")], [])
    found, _ = read_playbook(own.encode(), "own.yaml", bases())
    assert found is not None
    assert (found.id, found.duties[0].role, found.duties[0].takes) == ("own", "ops", 10)


def test_what_is_disabled_is_asked_for_by_nothing_of_the_base() -> None:
    """Its options and rules name duties in a file that its reader cannot edit."""
    base = (
        "opsplan: 1\nid: base\nname: Base\nduties:\n"
        "  - {id: a, name: A, when: daily}\n  - {id: b, name: B, when: daily}\n"
        "  - {id: c, name: C, when: when triggered}\n  - {id: d, name: D, when: when triggered}\n"
        "options: {way: {default: x, choices: {x: [a], y: [b]}}}\n"
        "metrics: [{id: m, name: M}]\n"
        "rules:\n  - {id: one, when: m < 1, then: [c]}\n  - {id: two, when: m < 2, then: [c, d]}\n"
        "  - {id: three, keep: m >= 3}\n"
    )
    own = "opsplan: 1\nid: own\nname: Own\nextends: base\ndisable: [a, c]\n"
    found, problems = read_playbook(own.encode(), "own.yaml", bases(base))
    assert problems == ()
    assert found is not None
    assert [duty.id for duty in found.duties] == ["b", "d"]
    assert dict(found.options[0].choices) == {"x": (), "y": ("b",)}
    assert [(rule.id, rule.duties) for rule in found.rules] == [("two", ("d",)), ("three", ())]


def test_only_what_is_asked_for_goes_with_what_is_disabled() -> None:
    """A rule for a stage stays confined to it, though a duty of that name is disabled."""
    base = (
        "opsplan: 1\nid: base\nname: Base\nduties:\n"
        "  - {id: trial, name: A, when: daily}\n  - {id: c, name: C, when: when triggered}\n"
        "metrics: [{id: m, name: M}]\n"
        "rules: [{id: one, when: m < 1, then: [c, trial], applies: {stage: [trial]}}]\n"
    )
    own = "opsplan: 1\nid: own\nname: Own\nextends: base\ndisable: [trial]\n"
    found, _ = read_playbook(own.encode(), "own.yaml", bases(base))
    assert found is not None
    assert [(rule.duties, rule.applies.stage) for rule in found.rules] == [(("c",), ("trial",))]


def test_what_cannot_be_taken_over() -> None:
    head = "opsplan: 1\nid: own\nname: Own\nextends: {}\n"
    assert read(head.format("other")) == ([], ["there is no playbook 'other'"])
    assert read(head.format("base"), "opsplan: [") == (
        [],
        ["the playbook 'base' cannot be used itself"],
    )
    assert read(head.format("base") + "disable: [zz]\n") == (
        [],
        ["the playbook that is extended has no 'zz'"],
    )
    circle = BASE.replace("name: Base", "name: Base\nextends: base")
    assert read(head.format("base"), circle) == (
        [],
        ["the playbooks extend each other: base, base"],
    )


def test_a_mistake_in_what_is_added_has_its_line() -> None:
    own = "opsplan: 1\nid: own\nname: Own\nextends: base\nduties:\n  - {id: c, name: C, when: x}\n"
    _, problems = read_playbook(own.encode(), "own.yaml", bases())
    assert [(problem.line, problem.column) for problem in problems] == [(6, 28)]


def test_a_shop_runs_a_playbook_that_extends_a_shipped_one(home: Home) -> None:
    home.write("config.yaml", "shops: {main: {playbooks: [mine]}}")
    home.write(
        "playbooks/mine.yaml",
        "opsplan: 1\nid: mine\nname: Mine\nextends: 1688-shop\ndisable: [self-check]\n"
        "duties:\n  - {id: repost, when: every day at 09:30}\n",
    )
    items = home.run("today", "--json").json["items"]
    times = [item["at"] for item in items if item["duty"] == "repost"]
    assert times == ["09:30"]
    assert "self-check" not in {item["duty"] for item in items}


def test_a_mistake_in_what_is_taken_over_names_the_file_that_it_is_in() -> None:
    own = "opsplan: 1\nid: own\nname: Own\nextends: base\nroles: [{id: ads, name: Ads}]\n"
    _, problems = read_playbook(own.encode(), "own.yaml", bases())
    assert [(each.file, each.line, each.path) for each in problems] == [
        ("base.yaml", 5, "duties[0].role")
    ]


INSIDE = """opsplan: 1
id: base
name: Base
metrics: [{id: orders, name: Orders}]
options: {way: {default: dig, choices: {dig: [build.dig], rake: [build.rake]}}}
rules: [{id: low, when: orders < 3, then: [build.push, call]}]
duties: [{id: call, name: Call, when: when triggered}]
phases:
  - {id: build, name: B, starts: launch, lasts: 2 months, duties: [
      {id: dig, name: Dig, when: every day}, {id: rake, name: Rake, when: every day},
      {id: push, name: Push, when: when triggered}]}
"""
OWN = "opsplan: 1\nid: own\nname: Own\nextends: base\n"


def test_options_and_rules_name_duties_inside_phases() -> None:
    found, problems = read_playbook(INSIDE.encode(), "base.yaml")
    assert (found is not None, problems) == (True, ())
    shop = Shop("main", launch=day("2026-11-01"), playbooks=("base",))
    for choice in ("dig", "rake"):
        plan = make_plan(replace(shop, options={"way": choice}), [found] if found else [])
        daily = {each.ref for each in expand(plan, day_window(day("2026-11-05")))}
        assert daily == {f"base/build.{choice}@2026-11-05#1"}


def test_what_is_disabled_with_its_phase_is_asked_for_by_nothing() -> None:
    assert read(f"{OWN}disable: [build]\n", INSIDE) == ([("call", "Call")], [])
    own = INSIDE.replace("build.dig", "build.dug")
    assert "there is no duty or target '{word}'" in str(read_playbook(own.encode(), "a.yaml")[1])


def test_the_default_of_an_option_may_be_changed_alone() -> None:
    own = f"{OWN}options: {{way: {{default: y}}}}\n"
    found, problems = read_playbook(own.encode(), "own.yaml", bases())
    assert (found is not None, problems) == (True, ())
    assert found is not None
    (option,) = found.options
    assert (option.default, option.choices) == ("y", {"x": ("a",), "y": ("b",)})
    wrong = read(f"{OWN}options: {{way: {{default: z}}}}\n")[1]
    assert wrong == ["there is no choice 'z'"]


def test_a_duty_inside_a_phase_is_disabled_alone() -> None:
    duties, problems = read(f"{OWN}disable: [build.rake, build.push]\n", INSIDE)
    assert (duties, problems) == ([("call", "Call"), ("build.dig", "Dig")], [])
    assert read(f"{OWN}disable: [build.rack]\n", INSIDE)[1] == [
        "the playbook that is extended has no 'build.rack'"
    ]
