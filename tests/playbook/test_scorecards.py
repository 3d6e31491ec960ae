"""The section `scorecards` of a playbook: values, and what is refused with line and column."""

import pytest

from opsplan.planning.plan import make_plan
from opsplan.planning.scorecards import scorecards_of
from opsplan.playbook.reader import read_playbook
from opsplan.values.playbook import Playbook, Shop
from opsplan.values.scorecard import Commission, Part, Scorecard, Source, Step
from opsplan.values.text import Text
from playbook.test_reader import only_problem

HEAD = """\
opsplan: 1
id: base
name: Base
roles: [{id: ops, name: Ops}]
metrics: [{id: sales, name: Sales}]
duties: [{id: a, name: A, when: 每天, role: ops}]
"""
CARD = """\
scorecards:
  - id: card
    name: {zh: 考核, en: Card}
    role: ops
    parts:
      - {id: duties, name: D, weight: 60, from: completion}
      - {id: sales, name: S, weight: 40, from: target sales, full: 90}
    bar: 3.5
    bonus: [{from: 3.5, pay: 500}, {from: 4.0, pay: 800}]
    commission: {by: sales, tiers: [{from: 100, points: 1}, {from: 150, points: 2}]}
    covers: [S4-100]
"""


def read(text: str, bases: dict[str, bytes] | None = None) -> tuple[Playbook | None, list[str]]:
    """The playbook, and each problem as `line:column: path: what; fix`."""
    known = {name: (data, f"{name}.yaml") for name, data in (bases or {}).items()}
    book, problems = read_playbook(text.encode(), "own.yaml", known.get)
    said = [
        f"{p.line}:{p.column}: {p.path}: {p.what}" + (f"; {p.fix}" if p.fix else "")
        for p in problems
    ]
    return book, said


def test_a_card_field_by_field() -> None:
    book, problems = read(HEAD + CARD)
    assert problems == []
    assert book is not None
    assert book.scorecards == (
        Scorecard(
            "card",
            Text("考核", "Card"),
            "ops",
            (
                Part("duties", Text("D", "D"), 60, Source("completion")),
                Part("sales", Text("S", "S"), 40, Source("target", "sales"), 90),
            ),
            3.5,
            (Step(3.5, 500), Step(4, 800)),
            Commission(Source("metric", "sales"), (Step(100, 1), Step(150, 2))),
            ("S4-100",),
            8,
        ),
    )
    assert ("scorecard", "card", 8, ("S4-100",)) in book.cited()


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        (
            "role: ops\n",
            "role: ‸opps\n",
            "scorecards[0].role: there is no role 'opps' in this playbook; did you mean 'ops'?",
        ),
        (
            "from: target sales",
            "from: ‸target sale",
            "scorecards[0].parts[1].from: there is no metric 'sale' in this playbook;"
            " did you mean 'sales'?",
        ),
        (
            "by: sales",
            "by: ‸salses",
            "scorecards[0].commission.by: there is no metric 'salses' in this playbook;"
            " did you mean 'sales'?",
        ),
        (
            "- {id: duties, name: D, weight: 60",
            "‸- {id: duties, name: D, weight: 50",
            "scorecards[0].parts: the weights add up to 90; they must add up to 100",
        ),
        (
            "weight: 60",
            "weight: ‸lots",
            "scorecards[0].parts[0].weight: a number is expected",
        ),
        (
            "weight: 60, from: completion",
            "weight: 60, from: completion, full: ‸0",
            "scorecards[0].parts[0].full: a number above 0 is expected",
        ),
        (
            "{from: 4.0,",
            "{from: ‸3.5,",
            "scorecards[0].bonus[1].from: each step must begin above the one before; more than 3.5",
        ),
        (
            "{from: 4.0,",
            "{from: ‸6,",
            "scorecards[0].bonus[1].from: a score lies between 1 and 5",
        ),
        (
            "{from: 150,",
            "{from: ‸50,",
            "scorecards[0].commission.tiers[1].from: each step must begin above the one"
            " before; more than 100",
        ),
        ("bar: 3.5", "bar: ‸35", "scorecards[0].bar: a score lies between 1 and 5"),
        (
            "{id: sales, name: S, weight",
            "{id: ‸duties, name: S, weight",
            "scorecards[0].parts[1].id: the id duties stands twice; the first is on line 12",
        ),
        (
            "bar: 3.5",
            "‸bars: 3.5",
            "scorecards[0].bars: there is no key 'bars' here; did you mean 'bar'?",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(right: str, wrong: str, says: str) -> None:
    assert CARD.count(right) == 1
    assert only_problem(HEAD + CARD.replace(right, wrong)) == says


def test_two_cards_of_one_id() -> None:
    _, problems = read(HEAD + CARD + CARD.removeprefix("scorecards:\n"))
    assert problems == ["18:9: scorecards[1].id: the id card stands twice; the first is on line 8"]


def test_a_playbook_that_extends_another_changes_one_card() -> None:
    """How a shop settles the points that its plan leaves open."""
    own = (
        "opsplan: 1\nid: own\nname: Own\nextends: base\nscorecards:\n"
        "  - {id: card, commission: {by: sales, tiers: [{from: 200, points: 3}]}}\n"
    )
    book, problems = read(own, {"base": (HEAD + CARD).encode()})
    assert problems == []
    assert book is not None
    (card,) = book.scorecards
    assert card.commission == Commission(Source("metric", "sales"), (Step(200, 3),))
    assert [part.id for part in card.parts] == ["duties", "sales"]
    assert [each.id for _, each in scorecards_of(make_plan(Shop("main"), [book]))] == ["card"]


def test_a_card_is_disabled() -> None:
    own = "opsplan: 1\nid: own\nname: Own\nextends: base\ndisable: [card]\n"
    book, problems = read(own, {"base": (HEAD + CARD).encode()})
    assert problems == []
    assert book is not None
    assert book.scorecards == ()


class TestTargetsOfOptions:
    TARGETS = "targets:\n  - {id: plan, metric: sales, year: launch, total: 12}\n"

    def test_a_choice_names_targets(self) -> None:
        more = "options: {way: {default: x, choices: {x: [a, plan], y: []}}}\n"
        book, problems = read(HEAD + self.TARGETS + more)
        assert problems == []
        assert book is not None
        assert book.targets[0].year == "launch"

    def test_a_misspelt_target(self) -> None:
        more = "options: {way: {default: x, choices: {x: [a, ‸plam], y: []}}}\n"
        assert only_problem(HEAD + self.TARGETS + more) == (
            "options.way.choices.x[1]: there is no duty or target 'plam'; did you mean 'plan'?"
        )

    def test_a_target_is_not_called_like_a_duty(self) -> None:
        found = only_problem(HEAD + self.TARGETS.replace("id: plan", "id: ‸a"))
        assert found == "targets[0].id: there is a duty 'a' already"

    def test_a_year_that_is_none(self) -> None:
        found = only_problem(HEAD + self.TARGETS.replace("launch", "‸lunch"))
        assert found == "targets[0].year: a year such as 2026, every or launch is expected"
