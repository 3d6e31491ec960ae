"""What a playbook's tree must keep to beyond the shape of its fields."""

import re
from collections.abc import Iterable, Iterator, Mapping

from opsplan.phrase.lists import phrase_list_faults
from opsplan.phrase.shared import blocks_of
from opsplan.playbook.conditions import (
    ConditionError,
    metrics_of,
    read_condition,
    read_formula,
    read_open_while,
    read_source,
)
from opsplan.playbook.entries import DutyNode, Path, duty_nodes, id_of, phase_nodes
from opsplan.playbook.inherit import SECTIONS
from opsplan.playbook.phrases import read_phrase
from opsplan.playbook.scorecards import scorecard_faults
from opsplan.playbook.tree import Node, dotted, find
from opsplan.playbook.zones import calendar_problem, zone_problem
from opsplan.values.cadence import UNDATED, AfterDone, CampaignDay, Floating, PhaseDay, Phrase
from opsplan.values.figures import Condition
from opsplan.values.playbook import Block
from opsplan.values.problem import Problem
from opsplan.values.spelling import near_miss
from opsplan.values.text import Message, Text, say


class Checked:
    """What pydantic cannot see: phrases, ids that stand twice, and references that lead nowhere.

    It looks at the tree itself, so that one mistake in a duty does not hide another.
    """

    def __init__(self, root: Node, file: str, problems: list[Problem], at: Path = ()) -> None:
        """`root` stands at the path `at` of its file."""
        self.root = root
        self.file = file
        self.at = at
        self.problems = problems
        self.phrases: dict[Path, tuple[Phrase, ...]] = {}
        self.check_days: dict[Path, Phrase] = {}
        self.conditions: dict[int, Condition] = {}
        self.blocks = blocks_of(_blocks(root))

    def check(self) -> None:
        for section in SECTIONS:
            if section != "phases":
                self._check_ids((section,), self.root.listed(section))
        self._check_ids(("phases",), [node for _, node in phase_nodes(self.root)])
        self._check_names()
        for duty in duty_nodes(self.root):
            self._check_duty(duty)
        self._check_owned_ids()
        self._check_campaigns()
        self._check_phases()
        self._check_figures()
        self._check_registers()
        self._check_scorecards()
        self._check_options()

    def check_own_campaigns(self) -> None:
        """The campaigns of a shop, a group or the defaults, which is what `root` is here."""
        self._check_ids(("campaigns",), self.root.listed("campaigns"))
        for duty in duty_nodes(self.root):
            self._check_duty(duty)
        self._check_owned_ids()
        self._check_campaigns()

    def _say(self, path: Path, what: Message, fix: Message | None = None) -> None:
        node, _ = find(self.root, path)
        place = dotted((*self.at, *path))
        file = node.file or self.file
        self.problems.append(Problem(file, node.line, node.column, place, what, fix))

    def _check_ids(self, path: Path, nodes: list[Node]) -> None:
        """Ids that stand twice among these nodes, named at the second place."""
        lines: dict[str, int] = {}
        for index, node in enumerate(nodes):
            name = node.get("id")
            if name is None or name.text is None:
                continue
            if name.text in lines:
                what = say(
                    "the id {id} stands twice; the first is on line {line}",
                    id=name.text,
                    line=lines[name.text],
                )
                place = dotted((*self.at, *path, index, "id"))
                self.problems.append(Problem(self.file, name.line, name.column, place, what))
            lines.setdefault(name.text, name.line)

    def _check_owned_ids(self) -> None:
        owned: dict[str, list[DutyNode]] = {}
        for duty in duty_nodes(self.root):
            if duty.owner is not None:
                owned.setdefault(duty.owner, []).append(duty)
        for nodes in owned.values():
            self._check_ids(nodes[0].path[:-1], [duty.node for duty in nodes])

    def _check_names(self) -> None:
        calendar, zone = self.root.get("calendar"), self.root.get("timezone")
        if calendar and calendar.text and (found := calendar_problem(calendar.text)):
            self._say(("calendar",), *found)
        if zone and zone.text and (problem := zone_problem(zone.text)):
            self._say(("timezone",), *problem)

    def _phrases_at(self, path: Path) -> list[Phrase]:
        """The phrases of a key that takes one or a list; what is wrong with them is noted."""
        node, steps = find(self.root, path)
        if steps < len(path):
            return []
        phrases: list[Phrase] = []
        listed = node.items is not None
        for place, each in enumerate(node.items if node.items is not None else [node]):
            at: Path = (*path, place) if listed else path
            found = read_phrase(each, each.file or self.file, (*self.at, *at), self.blocks)
            if isinstance(found, Problem):
                self.problems.append(found)
            elif found is not None:
                phrases.append(found)
        if node.items is not None and not node.items:
            self._say(path, say("there is no phrase in the list"))
        return phrases

    def _check_duty(self, duty: DutyNode) -> None:
        phrases = self._phrases_at((*duty.path, "when"))
        self.phrases[duty.path] = tuple(phrases)
        for what, fix in phrase_list_faults(phrases, duty.inside):
            self._say((*duty.path, "when"), what, fix)
        self._check_policy(duty, phrases)
        self._check_role(duty.path, duty.node)

    def _check_role(self, path: Path, node: Node) -> None:
        """A playbook that names its roles uses no others."""
        roles = [id_of(role) for role in self.root.listed("roles")]
        role = node.get("role")
        if roles and role is not None and role.text and role.text not in roles:
            what = say("there is no role '{word}' in this playbook", word=role.text)
            fix = near_miss(role.text, roles) or say("the roles are {names}", names=roles)
            self._say((*path, "role"), what, fix)

    def _check_policy(self, duty: DutyNode, phrases: list[Phrase]) -> None:
        after_done = any(isinstance(phrase.cadence, AfterDone) for phrase in phrases)
        goal, missed, check_on = (duty.node.get(key) for key in ("goal", "if_missed", "check_on"))
        counts = [p.cadence.count for p in phrases if isinstance(p.cadence, Floating)]
        if goal and any(count > 1 for count in counts):
            what = say("the phrase already says how many times")
            fix = say("leave out the goal, or write once a …")
            self._say((*duty.path, "goal"), what, fix)
        if missed and missed.text == "expire" and after_done:
            self._say(
                (*duty.path, "if_missed"),
                say("what counts from its last completion would never come back"),
                say("if_missed: carry"),
            )
        if check_on is None or check_on.text is None:
            return
        path: Path = (*duty.path, "check_on")
        found = read_phrase(check_on, self.file, (*self.at, *path), self.blocks)
        undated = (*UNDATED, CampaignDay, PhaseDay)
        if isinstance(found, Problem):
            self.problems.append(found)
        elif found and (isinstance(found.cadence, undated) or found.parts):
            fix = say("such as every mon, fri")
            self._say(path, say("check_on takes dates of its own, without clock times"), fix)
        elif found:
            self.check_days[duty.path] = found
            if phrases and not after_done:
                self._say(path, say("check_on goes with a phrase such as 15 days after done only"))

    def _check_campaigns(self) -> None:
        for index, _ in enumerate(self.root.listed("campaigns")):
            path: Path = ("campaigns", index, "on")
            phrases = self._phrases_at(path)
            self.phrases[path] = tuple(phrases)
            undated = (*UNDATED, CampaignDay, PhaseDay)
            if any(isinstance(p.cadence, undated) or p.parts for p in phrases):
                fix = say("such as every year on 11-11")
                self._say(path, say("a campaign is on dates of its own, without clock times"), fix)

    def _check_phases(self) -> None:
        known = [name for _, node in phase_nodes(self.root) if (name := node.word("id"))]
        awaited = {id_of(node) or "": _awaited(node) for _, node in phase_nodes(self.root)}
        for path, node in phase_nodes(self.root):
            starts = node.get("starts")
            if starts is None or starts.text is None or starts.text == "launch":
                continue
            word, _, rest = starts.text.partition(" ")
            after = rest.strip()
            if word == "when":
                self._check_start((*path, "starts"), rest)
            elif word != "after":
                what = say("a phase starts at launch, after another, or when a figure says so")
                self._say((*path, "starts"), what)
            elif after not in known:
                what = say("there is no phase '{word}'", word=after)
                self._say((*path, "starts"), what, near_miss(after, known))
            elif id_of(node) in (chain := _chain(after, awaited)):
                what = say("these phases wait for each other: {names}", names=chain)
                self._say((*path, "starts"), what)

    def _check_start(self, path: Path, text: str) -> None:
        """The condition of `starts: when …`."""
        metrics = {id_of(each) for each in self.root.listed("metrics")}
        try:
            condition = read_condition(text)
        except ConditionError as error:
            self._say(path, error.what)
        else:
            self._check_metrics(path, metrics_of(condition), metrics)

    def _check_figures(self) -> None:
        """Conditions, formulas, and the metrics and duties that they name."""
        metrics = {id_of(node) for node in self.root.listed("metrics")}
        for index, metric in enumerate(self.root.listed("metrics")):
            formula = metric.get("formula")
            if formula is None or formula.text is None:
                continue
            path: Path = ("metrics", index, "formula")
            found = read_formula(formula.text)
            if found is None:
                what = say("a formula has two metrics and one of + - * /")
                self._say(path, what, say("such as sales / ad_spend"))
            else:
                self._check_metrics(path, {found.left, found.right} - {""}, metrics)
        for index, target in enumerate(self.root.listed("targets")):
            name = target.get("metric")
            if name and name.text:
                self._check_metrics(("targets", index, "metric"), {name.text}, metrics)
        duties = {duty.id for duty in duty_nodes(self.root)}
        for index, rule in enumerate(self.root.listed("rules")):
            self._check_rule(index, rule, metrics, duties)

    def _check_rule(self, index: int, rule: Node, metrics: set[str], duties: set[str]) -> None:
        for key in ("when", "keep"):
            node = rule.get(key)
            if node is None or not node.text:
                continue
            path: Path = ("rules", index, key)
            try:
                condition = read_condition(node.text)
            except ConditionError as error:
                column = node.column + error.column - (1 if node.is_plain else 0)
                place = dotted(path)
                self.problems.append(Problem(self.file, node.line, column, place, error.what))
                continue
            self.conditions[index] = condition
            self._check_metrics(path, metrics_of(condition), metrics)
        for at, name in enumerate(rule.listed("then")):
            if name.text and name.text not in duties:
                what = say("there is no duty '{word}'", word=name.text)
                self._say(("rules", index, "then", at), what, near_miss(name.text, duties))

    def _check_registers(self) -> None:
        """The fields that conditions, reminders and titles of registers name."""
        for index, register in enumerate(self.root.listed("registers")):
            columns = register.listed("fields")
            self._check_ids(("registers", index, "fields"), columns)
            known = {id_of(column) for column in columns}
            opened, remind = register.get("open_while"), register.get("remind")
            path: Path = ("registers", index, "open_while")
            if opened is not None and opened.text:
                if (found := read_open_while(opened.text)) is None:
                    self._say(path, say("such as status = open"))
                else:
                    self._check_columns(path, [found[0]], known)
            before = remind.get("before") if remind else None
            if before is not None and before.text:
                at: Path = ("registers", index, "remind", "before")
                self._check_columns(at, [before.text], known)
                dates = [id_of(c) for c in columns if c.word("type") == "date"]
                if before.text in known and before.text not in dates:
                    self._say(at, say("{word} is no date", word=before.text))
            for place, text in _register_texts(register):
                named = re.findall(r"\{([^{}]*)\}", text.text or "")
                self._check_columns(("registers", index, *place), named, known)

    def _check_columns(self, path: Path, used: Iterable[str], known: set[str]) -> None:
        for name in used:
            if name not in known:
                what = say("the register has no field '{word}'", word=name)
                self._say(path, what, near_miss(name, known))

    def _check_metrics(self, path: Path, used: set[str], known: set[str]) -> None:
        for name in sorted(used - known):
            what = say("there is no metric '{word}' in this playbook", word=name)
            self._say(path, what, near_miss(name, known))

    def _check_scorecards(self) -> None:
        """Roles, sums and orders of scorecards, and the metrics that they go by."""
        metrics = {id_of(metric) for metric in self.root.listed("metrics")}
        for index, card in enumerate(self.root.listed("scorecards")):
            at: Path = ("scorecards", index)
            self._check_role(at, card)
            self._check_ids((*at, "parts"), card.listed("parts"))
            for path, what, fix in scorecard_faults(card):
                self._say((*at, *path), what, fix)
            sources: list[tuple[Path, Node | None]] = [
                (("parts", place, "from"), part.get("from"))
                for place, part in enumerate(card.listed("parts"))
            ]
            commission = card.get("commission")
            sources.append((("commission", "by"), commission.get("by") if commission else None))
            for path, node in sources:
                if node is not None and node.text:
                    used = {read_source(node.text).metric} - {""}
                    self._check_metrics((*at, *path), used, metrics)

    def _check_options(self) -> None:
        duties = {duty.id for duty in duty_nodes(self.root)} - {""}
        targets = {id_of(target) for target in self.root.listed("targets")} - {""}
        known = duties | targets
        for index, target in enumerate(self.root.listed("targets")):
            if id_of(target) in duties:
                what = say("there is a duty '{word}' already", word=id_of(target))
                self._say(("targets", index, "id"), what)
        for name, option in self.root.mapped("options"):
            self._check_option(("options", name.text or ""), option, known)

    def _check_option(self, path: Path, option: Node, known: set[str]) -> None:
        pairs, default = option.mapped("choices"), option.get("default")
        names = [key.text or "" for key, _ in pairs]
        if default and default.text and default.text not in names:
            what = say("there is no choice '{word}'", word=default.text)
            self._say((*path, "default"), what, near_miss(default.text, names))
        for key, members in pairs:
            for place, member in enumerate(members.items or []):
                if member.text and member.text not in known:
                    what = say("there is no duty or target '{word}'", word=member.text)
                    where = (*path, "choices", key.text or "", place)
                    self._say(where, what, near_miss(member.text, known))


def _register_texts(register: Node) -> Iterator[tuple[Path, Node]]:
    """The texts of a register that name its fields: the title, and what a reminder says."""
    remind = register.get("remind")
    for place, node in (
        (("title",), register.get("title")),
        (("remind", "say"), remind.get("say") if remind else None),
    ):
        if node is None:
            continue
        if node.text is not None:
            yield place, node
        for key, value in node.pairs or ():
            yield (*place, key.text or ""), value


def _awaited(phase: Node) -> str | None:
    """The phase after which another starts."""
    starts = phase.get("starts")
    word, _, rest = ((starts.text if starts else None) or "").partition(" ")
    return rest.strip() if word == "after" else None


def _chain(phase: str, awaited: Mapping[str, str | None]) -> list[str]:
    """A phase and those that must be over before it starts, the nearest first."""
    found: list[str] = []
    following: str | None = phase
    while following is not None and following not in found:
        found.append(following)
        following = awaited.get(following)
    return found


def _blocks(root: Node) -> Iterator[Block]:
    """The blocks that have an id, by the names that they are given."""
    for node in root.listed("blocks"):
        name = node.get("name")
        if block := id_of(node):
            yield Block(block, _names(name) if name else Text())


def _names(node: Node) -> Text:
    """A name in both languages, or for both of them."""
    if node.text is not None:
        return Text(node.text, node.text)
    return Text(node.word("zh") or "", node.word("en") or "")
