"""A playbook and a shop, as validated values: what is to be done, and for whom."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from opsplan.values.applies import Applies
from opsplan.values.cadence import Phrase
from opsplan.values.classes import dataclass, field
from opsplan.values.figures import Condition, Metric, Rule, Target
from opsplan.values.problem import Place
from opsplan.values.register import Register
from opsplan.values.scorecard import Scorecard
from opsplan.values.text import Text
from opsplan.values.window import Window

IfMissed = Literal["expire", "carry"]

DEFAULT_TAKES = 30
"""Minutes that a slot takes where its duty does not say."""
NAG_TIMES = 8
"""How often a duty is said again where it does not say."""
WORKING_HOURS = 480
"""Minutes of a working day where the shop does not say."""


@dataclass(frozen=True, slots=True)
class Goal:
    """How much of an occurrence is to be done, such as 10 条."""

    count: float
    unit: Text = Text()


@dataclass(frozen=True, slots=True)
class Block:
    """A named part of the day; `start` and `end` in minutes from midnight, None without a clock."""

    id: str
    name: Text
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """Who does a duty, by the name that people call it."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Nag:
    """Said again every so many minutes until done, so many `times` at most."""

    every: int
    times: int = NAG_TIMES


@dataclass(frozen=True, slots=True)
class Duty:
    """One piece of recurring or one-off work. `phrases` are a union; `number` counts from 1.
    `lead` is how many minutes before it opens it is said.

    `owner` is the campaign or phase inside which it lives; its id is then `owner.duty`. `written`
    are the phrases as their author typed them, `places` where each stands; `file` is where the
    duty stands, if not in the playbook's own file.
    """

    id: str
    name: Text
    phrases: tuple[Phrase, ...]
    number: int
    line: int = 0
    role: str | None = None
    takes: int | None = None
    goal: Goal | None = None
    steps: tuple[Text, ...] = ()
    covers: tuple[str, ...] = ()
    if_missed: IfMissed | None = None
    check_on: Phrase | None = None
    standing: bool = False
    suggested: bool = False
    applies: Applies = Applies()
    owner: str | None = None
    lead: int | None = None
    nag: Nag | None = None
    written: tuple[str, ...] = field(default=(), compare=False)
    places: tuple[Place, ...] = field(default=(), compare=False)
    file: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The ids that people may call it by: `owner.duty`, and `duty` alone."""
        return (self.id, self.id.rpartition(".")[2]) if self.owner else (self.id,)


@dataclass(frozen=True, slots=True)
class Campaign:
    """A dated event: the phrases of its first day, and how many days it lasts."""

    id: str
    name: Text
    phrases: tuple[Phrase, ...]
    days: int = 1
    line: int = 0
    covers: tuple[str, ...] = ()
    applies: Applies = Applies()


@dataclass(frozen=True, slots=True)
class OwnCampaign:
    """What a shop's config says of a campaign, whether its own or one of its playbooks'.

    What is None, or (), is taken from the layer below: group, defaults, playbook. The duties are
    numbered within the campaign.
    """

    id: str
    place: Place
    name: Text | None = None
    phrases: tuple[Phrase, ...] = ()
    days: int | None = None
    duties: tuple[Duty, ...] | None = None
    applies: Applies = Applies()


@dataclass(frozen=True, slots=True)
class Length:
    """How long a phase lasts: from `least` to `most` of a unit."""

    least: int
    most: int
    unit: Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a shop's life; its duties live only inside it.

    It starts with its `parent` (at the launch where it has none), or after the phase `after`, or
    when `condition` first holds. Without a `length` it goes on until somebody ends it.
    """

    id: str
    name: Text
    length: Length | None
    after: str | None = None
    parent: str | None = None
    condition: Condition | None = None
    goal: Text = Text()
    line: int = 0
    covers: tuple[str, ...] = ()
    applies: Applies = Applies()


@dataclass(frozen=True, slots=True)
class Option:
    """Exclusive strategies: the duties and targets of each choice, of which one is in force."""

    id: str
    default: str
    choices: Mapping[str, tuple[str, ...]]

    def in_force(self, chosen: Mapping[str, str]) -> str:
        """The choice that holds in a shop which has chosen these by option; the default where it
        has chosen none, or one that there is not."""
        choice = chosen.get(self.id, self.default)
        return choice if choice in self.choices else self.default


Entry = Duty | Campaign | Phase | Metric | Rule | Target | Register | Scorecard


@dataclass(frozen=True, slots=True)
class Playbook:
    """A validated playbook. `file` is the absolute path that it was read from."""

    id: str
    name: Text
    file: str
    document: Text = Text()
    calendar: str | None = None
    timezone: str | None = None
    peaks: tuple[int, ...] = ()
    blocks: tuple[Block, ...] = ()
    roles: tuple[Role, ...] = ()
    duties: tuple[Duty, ...] = ()
    options: tuple[Option, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    phases: tuple[Phase, ...] = ()
    metrics: tuple[Metric, ...] = ()
    rules: tuple[Rule, ...] = ()
    targets: tuple[Target, ...] = ()
    registers: tuple[Register, ...] = ()
    scorecards: tuple[Scorecard, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do in it."""
        return not (self.duties or self.campaigns or self.phases or self.registers)

    def sections(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """Its lists of entries, each by the key under which the file has it."""
        return (
            ("duties", self.duties),
            ("campaigns", self.campaigns),
            ("phases", self.phases),
            ("metrics", self.metrics),
            ("rules", self.rules),
            ("targets", self.targets),
            ("registers", self.registers),
            ("scorecards", self.scorecards),
        )

    def cited(self) -> Iterator[tuple[str, str, int, tuple[str, ...]]]:
        """(kind, id, line, rows) of each entry that works rows of the documents."""
        for section, entries in self.sections():
            for entry in entries:
                yield _kind(section, entry), entry.id, entry.line, entry.covers

    def applied(self) -> Iterator[tuple[str, Applies]]:
        """(id, for whom it is) of each entry that can be switched on and off."""
        for _, entries in self.sections():
            yield from ((e.id, e.applies) for e in entries if not isinstance(e, Metric))

    def block(self, block_id: str) -> Block | None:
        """The block of that id."""
        return next((block for block in self.blocks if block.id == block_id), None)

    def role_name(self, role_id: str) -> Text | None:
        """What people call that role; None where the playbook does not name it."""
        return next((role.name for role in self.roles if role.id == role_id), None)


def _kind(section: str, entry: Entry) -> str:
    """What an entry of a section is called."""
    if isinstance(entry, Rule) and entry.keep:
        return "standard"
    return "duty" if section == "duties" else section.removesuffix("s")


@dataclass(frozen=True, slots=True)
class Shop:
    """Whom a checklist is for. `phrases`, `on` and `off` are keyed by `playbook/entry`.

    `hours` are the minutes that people work on a day, `lead` those before it opens at which work is
    said, unless it says so itself, as with `nag`; nothing is said between the minutes of `quiet`,
    which may end on the next day. `people` hold roles, by id or name; on the days of `pauses` the
    shop is closed. `places` are where its config says what, keyed by the kind and the name, such as
    ("off", "1688-shop/repost").
    """

    id: str
    name: Text = Text()
    timezone: str | None = None
    calendar: str | None = None
    playbooks: tuple[str, ...] = ("1688-shop",)
    launch: date | None = None
    day_starts: int = 0
    peaks: tuple[int, ...] | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    platform: str | None = None
    market: tuple[str, ...] = ()
    thresholds: Mapping[str, float] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    hours: int = WORKING_HOURS
    lead: int = 0
    quiet: tuple[int, int] | None = None
    nag: Nag | None = None
    campaigns: tuple[OwnCampaign, ...] = ()
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pauses: tuple[Window, ...] = ()
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict, compare=False)

    def place(self, kind: str, name: str) -> Place:
        """Where the config says that about that name."""
        found = self.places.get((kind, name))
        return found or Place("config.yaml", 0, 0, f"shops.{self.id}.{kind}.{name}")
