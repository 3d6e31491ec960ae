"""A playbook's bytes to a Playbook, or to all of its problems at once."""

from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from opsplan.calendars import CALENDARS
from opsplan.phrase import Blocks, PhraseError, blocks_of, read
from opsplan.playbook.faults import near_miss, problem_at, problems_of
from opsplan.playbook.schema import DutyField, PlaybookField
from opsplan.playbook.tree import Node, dotted, read_tree, to_data
from opsplan.recurrence import RuleError, check_rule
from opsplan.values.cadence import (
    UNDATED,
    AfterDone,
    CampaignDay,
    Floating,
    Once,
    PhaseDay,
    Phrase,
    RRule,
    Triggered,
)
from opsplan.values.playbook import Block, Duty, Option, Playbook, Role
from opsplan.values.problem import Problem
from opsplan.values.text import Message, Text, say

LISTED_TOGETHER = (Floating,)
"""Of the cadences without dates, those that a list may hold more than one of."""


def read_playbook(data: bytes, file: str) -> tuple[Playbook | None, tuple[Problem, ...]]:
    """The playbook in `data`, or None and everything that is wrong with it.

    `file` is what problems name, and the playbook's own `file`.
    """
    tree = read_tree(data, file)
    if tree.root is None:
        return None, tuple(tree.problems)
    problems = list(tree.problems)
    fields: PlaybookField | None = None
    try:
        fields = PlaybookField.model_validate(to_data(tree.root))
    except ValidationError as error:
        problems += problems_of(error, tree.root, file, PlaybookField)
    checked = _Checked(tree.root, file, problems)
    checked.check()
    if problems or fields is None:
        return None, tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return _playbook(fields, file, checked), ()


def read_phrase(
    node: Node, file: str, path: tuple[str | int, ...], blocks: Blocks
) -> Phrase | Problem | None:
    """The phrase in a node's text, or what is wrong with it; None where there is no text."""
    if node.text is None or not node.text.strip():
        return None
    column = node.column + (0 if node.is_plain else 1)
    try:
        phrase = read(node.text, blocks)
        if isinstance(phrase.cadence, RRule):
            check_rule(phrase.cadence)
    except PhraseError as error:
        what = _with_expected(error)
        fix = say("did you mean '{word}'?", word=error.suggestion) if error.suggestion else None
        return Problem(file, node.line, column + error.column - 1, dotted(path), what, fix)
    except RuleError as error:
        return Problem(file, node.line, column, dotted(path), error.reason)
    return phrase


def _with_expected(error: PhraseError) -> Message:
    if not error.expected:
        return error.what
    return say("{what}; expected {expected}", what=error.what, expected=list(error.expected[:6]))


class _Checked:
    """What pydantic cannot see: phrases, ids that stand twice, and references that lead nowhere.

    It looks at the tree itself, so that one mistake in a duty does not hide another.
    """

    def __init__(self, root: Node, file: str, problems: list[Problem]) -> None:
        self.root = root
        self.file = file
        self.problems = problems
        self.phrases: dict[int, tuple[Phrase, ...]] = {}
        self.check_days: dict[int, Phrase] = {}
        self.blocks = blocks_of(_block_names(root))

    def check(self) -> None:
        for section in ("blocks", "roles", "duties"):
            self._check_ids(section)
        self._check_names()
        for index, duty in enumerate(self._items("duties")):
            self._check_duty(index, duty)
        self._check_options()

    def _items(self, section: str) -> list[Node]:
        node = self.root.get(section)
        return list(node.items or []) if node else []

    def _say(self, path: tuple[str | int, ...], what: Message, fix: Message | None = None) -> None:
        self.problems.append(problem_at(self.file, self.root, path, what, fix))

    def _check_ids(self, section: str) -> None:
        lines: dict[str, int] = {}
        for index, node in enumerate(self._items(section)):
            name = node.get("id")
            if name is None or name.text is None:
                continue
            if name.text in lines:
                line = lines[name.text]
                what = say(
                    "the id {id} stands twice; the first is on line {line}", id=name.text, line=line
                )
                self._say((section, index, "id"), what)
            lines.setdefault(name.text, name.line)

    def _check_names(self) -> None:
        calendar, zone = self.root.get("calendar"), self.root.get("timezone")
        if calendar and calendar.text and calendar.text not in CALENDARS:
            what = say("there is no calendar '{name}'", name=calendar.text)
            self._say(
                ("calendar",), what, say("the calendars are {names}", names=", ".join(CALENDARS))
            )
        if zone and zone.text and (problem := zone_problem(zone.text)):
            self._say(("timezone",), *problem)

    def _check_duty(self, index: int, duty: Node) -> None:
        when = duty.get("when")
        nodes = [] if when is None else when.items if when.items is not None else [when]
        listed = when is not None and when.items is not None
        phrases: list[Phrase] = []
        for place, node in enumerate(nodes):
            path = ("duties", index, "when", place) if listed else ("duties", index, "when")
            found = read_phrase(node, self.file, path, self.blocks)
            if isinstance(found, Problem):
                self.problems.append(found)
            elif found is not None:
                phrases.append(found)
        if when is not None and not nodes:
            self._say(("duties", index, "when"), say("there is no phrase in the list"))
        self.phrases[index] = tuple(phrases)
        for what, fix in phrase_list_faults(phrases):
            self._say(("duties", index, "when"), what, fix)
        self._check_policy(index, duty, phrases)

    def _check_policy(self, index: int, duty: Node, phrases: list[Phrase]) -> None:
        after_done = any(isinstance(phrase.cadence, AfterDone) for phrase in phrases)
        goal, missed, check_on = (duty.get(key) for key in ("goal", "if_missed", "check_on"))
        counts = [p.cadence.count for p in phrases if isinstance(p.cadence, Floating)]
        if goal and any(count > 1 for count in counts):
            what = say("the phrase already says how many times")
            self._say(("duties", index, "goal"), what, say("leave out the goal, or write once a …"))
        if missed and missed.text == "expire" and after_done:
            self._say(
                ("duties", index, "if_missed"),
                say("what counts from its last completion would never come back"),
                say("if_missed: carry"),
            )
        if check_on is None or check_on.text is None:
            return
        path = ("duties", index, "check_on")
        found = read_phrase(check_on, self.file, path, self.blocks)
        if isinstance(found, Problem):
            self.problems.append(found)
        elif found and (
            isinstance(found.cadence, (*UNDATED, CampaignDay, PhaseDay)) or found.parts
        ):
            self._say(
                path, say("check_on takes days without clock times"), say("such as every mon, fri")
            )
        elif found:
            self.check_days[index] = found
            if phrases and not after_done:
                self._say(path, say("check_on goes with a phrase such as 15 days after done only"))

    def _check_options(self) -> None:
        options = self.root.get("options")
        names = [node.get("id") for node in self._items("duties")]
        known = {name.text for name in names if name and name.text}
        for name, option in (options.pairs or []) if options else []:
            choices = option.get("choices")
            path = ("options", name.text or "")
            default = option.get("default")
            ids = [key.text or "" for key, _ in (choices.pairs or [])] if choices else []
            if default and default.text and default.text not in ids:
                what = say("there is no choice '{word}'", word=default.text)
                self._say((*path, "default"), what, near_miss(default.text, ids))
            for key, members in (choices.pairs or []) if choices else []:
                for place, member in enumerate(members.items or []):
                    if member.text and member.text not in known:
                        what = say("there is no duty '{word}'", word=member.text)
                        where = (*path, "choices", key.text or "", place)
                        self._say(where, what, near_miss(member.text, known))


def phrase_list_faults(phrases: Iterable[Phrase]) -> list[tuple[Message, Message | None]]:
    """What does not go together in a duty's list of phrases (DESIGN section 3, Readings)."""
    kinds = [type(phrase.cadence) for phrase in phrases]
    faults: list[tuple[Message, Message | None]] = []
    undated = [kind for kind in kinds if kind in UNDATED]
    if undated and len(undated) < len(kinds):
        faults.append(
            (
                say("a list cannot mix dates with floating, after-done, once or triggered phrases"),
                say("two duties"),
            )
        )
    for kind in (AfterDone, Once, Triggered):
        if undated.count(kind) > 1 or (kind in undated and len(set(undated)) > 1):
            faults.append((say("this phrase must stand alone"), say("two duties")))
            break
    if CampaignDay in kinds:
        faults.append((say("days before and after belong inside a campaign"), None))
    if PhaseDay in kinds:
        faults.append((say("the n-th day belongs inside a phase"), None))
    return faults


def zone_problem(name: str) -> tuple[Message, Message | None] | None:
    """What is wrong with a time zone's name, and the likeliest right one."""
    import zoneinfo

    try:
        ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        what = say("there is no time zone '{name}'", name=name)
        return what, near_miss(name, zoneinfo.available_timezones())
    return None


def _block_names(root: Node) -> list[tuple[str, str, str]]:
    names: list[tuple[str, str, str]] = []
    section = root.get("blocks")
    for node in (section.items or []) if section else []:
        block, name = node.get("id"), node.get("name")
        if block is None or block.text is None:
            continue
        plain = name.text if name else None
        zh, en = (name.get("zh"), name.get("en")) if name else (None, None)
        names.append(
            (
                block.text,
                plain or (zh.text if zh else "") or "",
                plain or (en.text if en else "") or "",
            )
        )
    return names


def _playbook(fields: PlaybookField, file: str, checked: _Checked) -> Playbook:
    source = fields.source.document.text if fields.source and fields.source.document else Text()
    duties_node = checked.root.get("duties")
    lines = [node.line for node in (duties_node.items or [])] if duties_node else []
    return Playbook(
        id=fields.id,
        name=fields.name.text,
        file=file,
        document=source,
        calendar=fields.calendar,
        timezone=fields.timezone,
        peaks=tuple(fields.peaks),
        blocks=tuple(
            Block(block.id, block.name.text, *(block.at or (None, None))) for block in fields.blocks
        ),
        roles=tuple(Role(role.id, role.name.text) for role in fields.roles),
        duties=tuple(
            replace(
                _duty(duty, index + 1, lines[index]),
                phrases=checked.phrases[index],
                check_on=checked.check_days.get(index),
            )
            for index, duty in enumerate(fields.duties)
        ),
        options=tuple(
            Option(name, option.default, {k: tuple(v) for k, v in option.choices.items()})
            for name, option in fields.options.items()
        ),
    )


def _duty(duty: DutyField, number: int, line: int) -> Duty:
    return Duty(
        id=duty.id,
        name=duty.name.text,
        phrases=(),
        number=number,
        line=line,
        role=duty.role,
        takes=duty.takes,
        goal=duty.goal.goal if duty.goal else None,
        steps=tuple(step.text for step in duty.steps),
        covers=tuple(duty.covers),
        if_missed=duty.if_missed,
        standing=duty.standing,
        suggested=duty.suggested,
    )
