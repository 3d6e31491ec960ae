"""`extends:`: override, disable, add."""

from house import Home
from opsplan.playbook.files import FindBase
from opsplan.playbook.reader import read_playbook

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
