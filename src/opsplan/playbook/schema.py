"""The shape of a playbook file, field by field; `playbook schema` prints it as JSON Schema."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from opsplan.playbook.fields import (
    Amount,
    Clock,
    ClockSpan,
    Days,
    Flag,
    Id,
    Lead,
    MetricId,
    Minutes,
    NagField,
    PhaseLength,
    Phrases,
    Plain,
    PlaybookId,
    Reference,
    RoleId,
    Strict,
    TargetYear,
    TextField,
    Version,
    Weights,
    Words,
    read_goal,
    refuse,
)
from opsplan.values.applies import Applies
from opsplan.values.playbook import Goal
from opsplan.values.text import Text, say


class SourceField(Strict):
    """Where the playbook's content comes from."""

    document: TextField | None = None
    url: Plain | None = None


class BlockField(Strict):
    """A named part of the day, with or without clock times."""

    id: Id
    name: TextField
    at: Annotated[ClockSpan | None, Field(description="Clock times; without: order only.")] = None


class RoleField(Strict):
    """What people call a role."""

    id: Id
    name: TextField


class GoalField(TextField):
    """How much is to be done: `10 条`, or {zh: 10 条, en: 10 items}."""

    @model_validator(mode="after")
    def _counts(self) -> "GoalField":
        sides = [read_goal(side) for side in (self.zh, self.en) if side]
        if any(side is None for side in sides):
            raise refuse(say("a goal is a number and a unit"), say("such as 10 items"))
        if len({side[0] for side in sides if side}) > 1:
            raise refuse(say("the goal has different numbers in its two languages"))
        return self

    @property
    def goal(self) -> Goal:
        """The value that the rest of the house knows."""
        zh, en = read_goal(self.zh), read_goal(self.en)
        known = zh or en
        assert known is not None
        return Goal(known[0], Text(zh[1] if zh else "", en[1] if en else ""))


class AppliesField(Strict):
    """For whom an entry is."""

    platform: Words = []
    market: Words = []
    stage: Annotated[Words, Field(description="Phases in which it is there.")] = []
    optional: Annotated[Flag, Field(description="Off until a shop asks for it.")] = False
    suspended: Annotated[Flag, Field(description="Off for now.")] = False

    @property
    def applies(self) -> Applies:
        """The value that the rest of the house knows."""
        return Applies(
            tuple(self.platform),
            tuple(self.market),
            tuple(self.stage),
            self.optional,
            self.suspended,
        )


class DutyField(Strict):
    """One piece of recurring or one-off work."""

    id: Id
    name: TextField
    when: Phrases
    role: RoleId | None = None
    takes: Annotated[Minutes | None, Field(description="How long it takes; slots: 30m.")] = None
    lead: Annotated[Lead | None, Field(description="How long before it opens it is said.")] = None
    nag: Annotated[NagField | None, Field(description="Said again until done, such as 15m.")] = None
    goal: GoalField | None = None
    steps: Annotated[list[TextField], Field(description="How to do it.")] = []
    covers: list[Plain] = []
    if_missed: Literal["expire", "carry"] | None = None
    check_on: Annotated[Plain | None, Field(description="Days on which it is offered.")] = None
    standing: Flag = False
    suggested: Annotated[Flag, Field(description="The cadence is a default to be changed.")] = False
    applies: AppliesField = AppliesField()


class OwnCampaignField(Strict):
    """A campaign of a shop's config; what it does not say is taken from the playbook's."""

    id: Id
    name: TextField | None = None
    on: Phrases | None = None
    lasts: Days | None = None
    duties: list[DutyField] | None = None
    covers: list[Plain] = []
    applies: AppliesField = AppliesField()


class CampaignField(OwnCampaignField):
    """A dated event; its duties count their days from it."""

    name: TextField
    on: Annotated[Phrases, Field(description="Its first day, such as every year on 11-11.")]
    lasts: Days = 1
    duties: list[DutyField] = []


class PhaseField(Strict):
    """A stretch of a shop's life; its duties live only inside it."""

    id: Id
    name: TextField
    starts: Annotated[Plain, Field(description="launch, after ID, or when CONDITION.")]
    lasts: PhaseLength
    goal: TextField | None = None
    duties: list[DutyField] = []
    phases: list["PhaseField"] = []
    covers: list[Plain] = []
    applies: AppliesField = AppliesField()


class MetricField(Strict):
    """A figure that is logged, or worked out from two others."""

    id: MetricId
    name: TextField
    unit: TextField | None = None
    type: Literal["number", "percent", "yes_no"] = "number"
    formula: Annotated[Plain | None, Field(description="Such as sales / ad_spend.")] = None
    covers: list[Plain] = []


class RuleField(Strict):
    """A condition that asks for duties, or a standard to keep."""

    id: Id
    name: TextField | None = None
    when: Annotated[Plain | None, Field(description="Asks where it holds.")] = None
    keep: Annotated[Plain | None, Field(description="Asks where it does not hold.")] = None
    then: list[Reference] = []
    covers: list[Plain] = []
    applies: AppliesField = AppliesField()

    @model_validator(mode="after")
    def _one(self) -> "RuleField":
        if (self.when is None) == (self.keep is None):
            raise refuse(say("a rule has either when or keep"))
        if self.when is not None and not self.then:
            raise refuse(say("a rule with when asks for duties in then"))
        return self


class TargetField(Strict):
    """What a metric is to reach, month by month."""

    id: Annotated[Id | None, Field(description="What options and shops call it by.")] = None
    metric: MetricId
    year: TargetYear
    months: Annotated[list[Amount], Field(min_length=12, max_length=12)] = []
    total: Amount | None = None
    by: Weights = "workdays"
    limit: Annotated[Flag, Field(description="Not to be exceeded.")] = False
    daily_cap: Amount | None = None
    name: TextField | None = None
    covers: list[Plain] = []
    applies: AppliesField = AppliesField()

    @model_validator(mode="after")
    def _amounts(self) -> "TargetField":
        if bool(self.months) == (self.total is not None):
            raise refuse(say("a target has either twelve months or a total"))
        return self


class ChoiceField(Strict):
    """A value of a choice, plain or as {value, name}."""

    value: Plain
    name: TextField

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"value": value, "name": value} if isinstance(value, str) else value


class ColumnField(Strict):
    """A field of a register's rows."""

    id: MetricId
    name: TextField | None = None
    type: Literal["text", "number", "date", "choice"] = "text"
    of: Annotated[list[ChoiceField], Field(description="The values of a choice.")] = []
    required: Flag = False

    @model_validator(mode="after")
    def _choices(self) -> "ColumnField":
        if (self.type == "choice") != bool(self.of):
            raise refuse(say("a choice, and only a choice, lists its values in of"))
        return self


class RemindField(Strict):
    """Before which date a row is on the list."""

    before: MetricId
    days: Annotated[list[Amount], Field(min_length=1, description="Days before, such as 7, 1.")]
    say: TextField


class RegisterField(Strict):
    """A table that the operator keeps."""

    id: Id
    name: TextField | None = None
    role: RoleId | None = None
    fields_: Annotated[list[ColumnField], Field(alias="fields", min_length=1)]
    open_while: Annotated[Plain | None, Field(description="Such as status = open.")] = None
    title: Annotated[TextField | None, Field(description="Such as {issue}.")] = None
    remind: RemindField | None = None
    covers: list[Plain] = []
    applies: AppliesField = AppliesField()


class PartField(Strict):
    """A part of a scorecard."""

    id: Id
    name: TextField
    weight: Annotated[Amount, Field(description="In percent; all parts add up to 100.")]
    from_: Annotated[
        Plain, Field(alias="from", description="completion, target METRIC, or a metric.")
    ]
    full: Annotated[Amount, Field(description="The number that scores 5; 100 if not said.")] = 100


class BonusField(Strict):
    """What a score pays from a bar on."""

    from_: Annotated[Amount, Field(alias="from", description="A score of 1 to 5.")]
    pay: Annotated[Amount, Field(description="In yuan.")]


class TierField(Strict):
    """The points of commission from a percentage on."""

    from_: Annotated[Amount, Field(alias="from", description="In percent.")]
    points: Amount


class CommissionField(Strict):
    """Points of commission by a number in percent."""

    by: Annotated[Plain, Field(description="target METRIC, completion, or a metric.")]
    tiers: Annotated[list[TierField], Field(min_length=1)]


class ScorecardField(Strict):
    """How a role's month is scored, from 1 to 5, and what the score pays."""

    id: Id
    name: TextField
    role: RoleId
    parts: Annotated[list[PartField], Field(min_length=1)]
    bar: Annotated[Amount | None, Field(description="The score to reach.")] = None
    bonus: list[BonusField] = []
    commission: CommissionField | None = None
    covers: list[Plain] = []
    applies: AppliesField = AppliesField()


class OptionField(Strict):
    """Exclusive strategies: the duties and targets of each choice."""

    default: Id
    choices: dict[Id, list[Reference]]


class PlaybookField(Strict):
    """A playbook file."""

    opsplan: Version
    id: PlaybookId
    name: TextField
    extends: Annotated[PlaybookId | None, Field(description="A playbook to take over.")] = None
    disable: Annotated[list[Reference], Field(description="Ids of it to leave out.")] = []
    source: SourceField | None = None
    calendar: Plain | None = None
    timezone: Plain | None = None
    peaks: Annotated[list[Clock], Field(description="The usual visitor peaks.")] = []
    roles: list[RoleField] = []
    blocks: list[BlockField] = []
    metrics: list[MetricField] = []
    targets: list[TargetField] = []
    rules: list[RuleField] = []
    registers: list[RegisterField] = []
    scorecards: list[ScorecardField] = []
    phases: list[PhaseField] = []
    campaigns: list[CampaignField] = []
    duties: list[DutyField] = []
    options: dict[Id, OptionField] = {}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a playbook file, for editors."""
    schema = PlaybookField.model_json_schema()
    for name in ("TextField", "GoalField", "ChoiceField"):
        definition = schema["$defs"][name]
        schema["$defs"][name] = {
            "description": definition["description"],
            "anyOf": [
                {"type": "string"},
                {k: v for k, v in definition.items() if k != "description"},
            ],
        }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
