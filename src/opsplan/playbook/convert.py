"""The validated fields of a playbook as the values that the rest of the house knows."""

from collections.abc import Iterator
from typing import Any

from opsplan.playbook.checks import Checked
from opsplan.playbook.conditions import (
    read_condition,
    read_formula,
    read_open_while,
    read_source,
)
from opsplan.playbook.entries import DutyNode, duty_nodes, id_of, phase_nodes
from opsplan.playbook.schema import (
    DutyField,
    PhaseField,
    PlaybookField,
    RegisterField,
    TargetField,
)
from opsplan.playbook.tree import dotted
from opsplan.values.classes import replace
from opsplan.values.figures import Metric, Rule, Target
from opsplan.values.playbook import Block, Campaign, Duty, Option, Phase, Playbook, Role
from opsplan.values.problem import Place
from opsplan.values.register import Column, Register, Remind
from opsplan.values.scorecard import Commission, Part, Scorecard, Step
from opsplan.values.text import Text


def playbook_of(fields: PlaybookField, file: str, checked: Checked) -> Playbook:
    source = fields.source.document.text if fields.source and fields.source.document else Text()
    campaigns = checked.root.listed("campaigns")
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
        duties=tuple(duties_of(fields, checked)),
        options=tuple(
            Option(name, option.default, {k: tuple(v) for k, v in option.choices.items()})
            for name, option in fields.options.items()
        ),
        campaigns=tuple(
            Campaign(
                each.id,
                each.name.text,
                checked.phrases["campaigns", index, "on"],
                each.lasts,
                campaigns[index].line,
                tuple(each.covers),
                each.applies.applies,
            )
            for index, each in enumerate(fields.campaigns)
        ),
        phases=tuple(_phases(fields.phases, None, checked)),
        metrics=tuple(_metrics(fields, checked)),
        rules=tuple(_rules(fields, checked)),
        targets=tuple(
            target_of(each, node.line)
            for each, node in zip(fields.targets, checked.root.listed("targets"), strict=True)
        ),
        registers=tuple(_registers(fields, checked)),
        scorecards=tuple(_scorecards(fields, checked)),
    )


def _registers(fields: PlaybookField, checked: Checked) -> Iterator[Register]:
    nodes = checked.root.listed("registers")
    for each, node in zip(fields.registers, nodes, strict=True):
        yield _register(each, node.line)


def _register(field: RegisterField, line: int) -> Register:
    remind = field.remind
    return Register(
        field.id,
        field.name.text if field.name else Text(field.id, field.id),
        tuple(
            Column(
                column.id,
                column.name.text if column.name else Text(column.id, column.id),
                column.type,
                tuple((choice.value, choice.name.text) for choice in column.of),
                column.required,
            )
            for column in field.fields_
        ),
        field.role,
        read_open_while(field.open_while) if field.open_while else None,
        field.title.text if field.title else Text(),
        Remind(remind.before, tuple(int(day) for day in remind.days), remind.say.text)
        if remind
        else None,
        tuple(field.covers),
        line,
        field.applies.applies,
    )


def _metrics(fields: PlaybookField, checked: Checked) -> Iterator[Metric]:
    for each, node in zip(fields.metrics, checked.root.listed("metrics"), strict=True):
        yield Metric(
            each.id,
            each.name.text,
            each.unit.text if each.unit else Text(),
            each.type,
            read_formula(each.formula) if each.formula else None,
            tuple(each.covers),
            node.line,
        )


def _rules(fields: PlaybookField, checked: Checked) -> Iterator[Rule]:
    nodes = checked.root.listed("rules")
    for index, each in enumerate(fields.rules):
        yield Rule(
            each.id,
            each.name.text if each.name else Text(),
            checked.conditions[index],
            each.keep is not None,
            tuple(each.then),
            tuple(each.covers),
            nodes[index].line,
            each.applies.applies,
        )


def target_of(field: TargetField, line: int) -> Target:
    """A target of a playbook or of a shop's config; a yearly total is shared by twelve."""
    months = field.months or [(field.total or 0) / 12] * 12
    return Target(
        field.metric,
        field.year,
        tuple(months),
        field.by,
        field.limit,
        field.daily_cap,
        field.name.text if field.name else Text(),
        tuple(field.covers),
        line,
        field.applies.applies,
        field.id or field.metric,
    )


def _scorecards(fields: PlaybookField, checked: Checked) -> Iterator[Scorecard]:
    nodes = checked.root.listed("scorecards")
    for each, node in zip(fields.scorecards, nodes, strict=True):
        commission = each.commission
        yield Scorecard(
            each.id,
            each.name.text,
            each.role,
            tuple(
                Part(part.id, part.name.text, part.weight, read_source(part.from_), part.full)
                for part in each.parts
            ),
            each.bar,
            tuple(Step(band.from_, band.pay) for band in each.bonus),
            Commission(
                read_source(commission.by),
                tuple(Step(tier.from_, tier.points) for tier in commission.tiers),
            )
            if commission
            else None,
            tuple(each.covers),
            node.line,
            each.applies.applies,
        )


def duties_of(fields: object, checked: Checked) -> Iterator[Duty]:
    """All duties of a playbook's fields, or of others that have campaigns, numbered through."""
    for number, found in enumerate(duty_nodes(checked.root), 1):
        field: Any = fields
        for part in found.path:
            field = field[part] if isinstance(part, int) else getattr(field, part)
        duty = _duty(field, number, found.node.line)
        yield replace(
            duty,
            id=found.id,
            phrases=checked.phrases[found.path],
            check_on=checked.check_days.get(found.path),
            owner=found.owner,
            places=tuple(_phrase_places(found, checked.file)),
            file=found.node.file if found.node.file != checked.file else "",
        )


def _phrase_places(found: DutyNode, file: str) -> Iterator[Place]:
    """Where each phrase of a duty stands."""
    when = found.node.get("when")
    path = dotted((*found.path, "when"))
    for each in [] if when is None else when.items or [when]:
        yield Place(each.file or file, each.line, each.column, path)


def _phases(fields: list[PhaseField], parent: str | None, checked: Checked) -> Iterator[Phase]:
    lines = {id_of(node): node.line for _, node in phase_nodes(checked.root)}
    for each in fields:
        word, _, after = each.starts.partition(" ")
        yield Phase(
            each.id,
            each.name.text,
            each.lasts,
            after.strip() if word == "after" else None,
            parent,
            read_condition(after) if word == "when" else None,
            each.goal.text if each.goal else Text(),
            lines[each.id],
            tuple(each.covers),
            each.applies.applies,
        )
        yield from _phases(each.phases, each.id, checked)


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
        applies=duty.applies.applies,
        written=tuple(duty.when),
        lead=duty.lead,
        nag=duty.nag.nag if duty.nag else None,
    )
