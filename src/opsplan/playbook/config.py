"""config.yaml: the shops, what they use, and how they differ from the playbooks."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from opsplan.phrase.shared import Blocks
from opsplan.playbook.channels import ChannelField, channel_faults
from opsplan.playbook.convert import target_of
from opsplan.playbook.faults import problem_at, problems_of
from opsplan.playbook.fields import (
    Amount,
    Clock,
    ClockSpan,
    Day,
    Id,
    Lead,
    MetricId,
    Minutes,
    NagField,
    Pauses,
    Phrases,
    Plain,
    PlaybookId,
    Strict,
    TextField,
    Version,
    Words,
)
from opsplan.playbook.own import over, own_campaign_problems, own_campaigns
from opsplan.playbook.phrases import read_phrase
from opsplan.playbook.schema import OwnCampaignField, TargetField
from opsplan.playbook.tree import Node, dotted, find, read_tree, to_data
from opsplan.playbook.zones import calendar_problem, zone_problem
from opsplan.values.config import DEFAULT_PLAYBOOKS, DEFAULT_SHOP, Config
from opsplan.values.playbook import WORKING_HOURS, OwnCampaign, Shop
from opsplan.values.problem import Place, Problem
from opsplan.values.spelling import near_miss
from opsplan.values.text import Text, say
from opsplan.values.window import Window


class ShopBase(Strict):
    """What a shop, a group of shops and the defaults of all may say."""

    @model_validator(mode="before")
    @classmethod
    def _nothing(cls, value: Any) -> Any:
        return {} if value is None else value

    timezone: Plain | None = None
    calendar: Plain | None = None
    day_starts: Clock | None = None
    playbooks: Annotated[list[PlaybookId] | None, Field(description="Playbook ids, in order.")] = (
        None
    )
    launch: Day | None = None
    peaks: list[Clock] | None = None
    options: dict[Id, Id] = {}
    phrases: dict[str, Phrases] = {}
    off: list[Plain] = []
    hours: Minutes | None = None
    quiet: Annotated[ClockSpan | None, Field(description="Nothing is said in these hours.")] = None
    lead: Annotated[Lead | None, Field(description="How long before it opens work is said.")] = None
    nag: NagField | None = None
    platform: Plain | None = None
    market: Words | None = None
    on: Annotated[list[Plain], Field(description="Optional entries to have.")] = []
    thresholds: dict[Id, Amount] = {}
    people: Annotated[dict[Plain, Words], Field(description="Who holds which roles.")] = {}
    pause: Annotated[Pauses, Field(description="Days on which the shop is closed.")] = []
    campaigns: list[OwnCampaignField] = []
    targets: list[TargetField] = []


class ShopField(ShopBase):
    """A shop."""

    name: TextField | None = None
    group: PlaybookId | None = None


class ConfigField(Strict):
    """The config file. Every key is optional."""

    opsplan: Version = 1
    lang: Literal["zh", "en"] | None = None
    me: Plain | None = None
    shop: PlaybookId | None = None
    database: Plain | None = None
    defaults: ShopBase = ShopBase()
    groups: dict[PlaybookId, ShopBase] = {}
    shops: dict[PlaybookId, ShopField] = {}
    channels: list[ChannelField] = []

    @field_validator("groups", "shops", "import_", mode="before")
    @classmethod
    def _nothing(cls, value: Any) -> Any:
        return {} if value is None else value

    @field_validator("channels", mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        return [] if value is None else value

    # `import` is a word of Python's own.
    import_: Annotated[dict[Plain, dict[Plain, MetricId]], Field(alias="import")] = {}


def read_config(data: bytes, file: str) -> tuple[Config | None, tuple[Problem, ...]]:
    """The config in `data`, or None and everything that is wrong with it."""
    tree = read_tree(data, file)
    if tree.root is None:
        return (Config(), ()) if tree.is_empty else (None, tuple(tree.problems))
    problems = list(tree.problems)
    fields: ConfigField | None = None
    try:
        fields = ConfigField.model_validate(to_data(tree.root))
    except ValidationError as error:
        problems += problems_of(error, tree.root, file, ConfigField)
    problems += _faults(tree.root, file)
    if problems or fields is None:
        return None, tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return _config(fields, tree.root, file), ()


def _faults(root: Node, file: str) -> list[Problem]:
    """Names that lead nowhere, and phrases that cannot be read."""
    problems: list[Problem] = []
    group_ids = [key.text or "" for key, _ in root.mapped("groups")]
    shop_ids = [key.text or "" for key, _ in root.mapped("shops")]
    places: list[tuple[tuple[str | int, ...], Node]] = []
    for section in ("shops", "groups"):
        places += [((section, key.text or ""), value) for key, value in root.mapped(section)]
    if (defaults := root.get("defaults")) is not None:
        places.append((("defaults",), defaults))
    for path, node in places:
        problems += _place_faults(root, file, path, node, group_ids)
    chosen = root.get("shop")
    if chosen and chosen.text and chosen.text not in (shop_ids or [DEFAULT_SHOP]):
        what = say("there is no shop '{word}'", word=chosen.text)
        problems.append(problem_at(file, root, ("shop",), what, near_miss(chosen.text, shop_ids)))
    problems += channel_faults(root, file, shop_ids or [DEFAULT_SHOP])
    return problems


def _place_faults(
    root: Node, file: str, path: tuple[str | int, ...], node: Node, groups: list[str]
) -> list[Problem]:
    problems: list[Problem] = []
    zone, calendar, group = (node.get(key) for key in ("timezone", "calendar", "group"))
    if zone and zone.text and (found := zone_problem(zone.text)):
        problems.append(problem_at(file, root, (*path, "timezone"), *found))
    if calendar and calendar.text and (found := calendar_problem(calendar.text)):
        problems.append(problem_at(file, root, (*path, "calendar"), *found))
    if group and group.text and group.text not in groups:
        what = say("there is no group '{word}'", word=group.text)
        fix = near_miss(group.text, groups) or say("groups: of the config makes one")
        problems.append(problem_at(file, root, (*path, "group"), what, fix))
    books = [each.text for each in node.listed("playbooks")]
    for index, book in enumerate(books):
        if book in books[:index]:
            what = say("the playbook {id} stands twice", id=book)
            problems.append(problem_at(file, root, (*path, "playbooks", index), what))
    problems += own_campaign_problems(node, file, path)
    for key, value in node.mapped("phrases"):
        if value.items == []:
            what = say("there is no phrase in the list")
            place = (*path, "phrases", key.text or "")
            problems.append(problem_at(file, root, place, what))
        for each in value.items if value.items is not None else [value]:
            read = read_phrase(each, file, (*path, "phrases", key.text or ""), Blocks())
            if isinstance(read, Problem):
                problems.append(read)
    return problems


def _config(fields: ConfigField, root: Node, file: str) -> Config:
    shops = {name: _shop(name, shop, fields, root, file) for name, shop in fields.shops.items()}
    if not shops:
        shops = {DEFAULT_SHOP: _shop(DEFAULT_SHOP, ShopField(), fields, root, file)}
    return Config(
        fields.lang,
        fields.me,
        fields.shop or next(iter(shops)),
        shops,
        fields.database,
        fields.import_,
        tuple(each.channel for each in fields.channels),
    )


NAMED = (
    "options",
    "phrases",
    "off",
    "on",
    "thresholds",
    "people",
    "playbooks",
    "platform",
    "market",
    "targets",
)
"""The keys of a shop whose names lead to what its playbooks have."""


def _shop(shop_id: str, shop: ShopField, fields: ConfigField, root: Node, file: str) -> Shop:
    """The shop's own words, then its group's, then the defaults."""
    layers: list[ShopBase] = [shop]
    paths: list[tuple[str, ...]] = [("shops", shop_id)]
    if shop.group:
        layers.append(fields.groups[shop.group])
        paths.append(("groups", shop.group))
    layers.append(fields.defaults)
    paths.append(("defaults",))
    nodes = [find(root, path) for path in paths]
    layer_nodes = [
        node if steps == len(path) else Node(node.line, node.column, pairs=[])
        for path, (node, steps) in zip(paths, nodes, strict=True)
    ]
    places: dict[tuple[str, str], Place] = {}
    campaigns: dict[str, OwnCampaign] = {}
    for layer, path, node in reversed(list(zip(layers, paths, layer_nodes, strict=True))):
        places |= dict(_places(node, path, file))
        for each in own_campaigns(layer.campaigns, node, file, path):
            campaigns[each.id] = over(each, campaigns.get(each.id))

    def first(key: str) -> Any:
        return next((v for layer in layers if (v := getattr(layer, key)) is not None), None)

    def merged(key: str) -> dict[str, Any]:
        return {k: v for layer in reversed(layers) for k, v in getattr(layer, key).items()}

    peaks, nag = first("peaks"), first("nag")
    return Shop(
        id=shop_id,
        name=shop.name.text if shop.name else Text(),
        timezone=first("timezone"),
        calendar=first("calendar"),
        playbooks=tuple(DEFAULT_PLAYBOOKS if (chosen := first("playbooks")) is None else chosen),
        launch=first("launch"),
        day_starts=first("day_starts") or 0,
        peaks=None if peaks is None else tuple(peaks),
        options=merged("options"),
        phrases={key: tuple(value) for key, value in merged("phrases").items()},
        off=frozenset(each for layer in layers for each in layer.off),
        on=frozenset(each for layer in layers for each in layer.on),
        platform=first("platform"),
        market=tuple(first("market") or ()),
        thresholds=merged("thresholds"),
        hours=first("hours") or WORKING_HOURS,
        lead=first("lead") or 0,
        targets=tuple(
            target_of(each, at.line)
            for layer, node in zip(layers, layer_nodes, strict=True)
            for each, at in zip(layer.targets, node.listed("targets"), strict=True)
        ),
        campaigns=tuple(campaigns.values()),
        pauses=tuple(sorted({each for layer in layers for each in layer.pause}, key=_first_day)),
        people={name: tuple(roles) for name, roles in merged("people").items()},
        places=places,
        quiet=first("quiet"),
        nag=nag.nag if nag else None,
    )


def _first_day(pause: Window) -> date:
    return pause.start


def _places(
    layer: Node, path: tuple[str, ...], file: str
) -> Iterator[tuple[tuple[str, str], Place]]:
    """Where a layer names entries of playbooks, roles, people, platforms and markets."""
    for kind in NAMED:
        node = layer.get(kind)
        if node and node.text is not None:
            yield (kind, node.text), Place(file, node.line, node.column, dotted((*path, kind)))
        for key, value in layer.mapped(kind):
            at = (*path, kind, key.text or "")
            yield (kind, key.text or ""), Place(file, key.line, key.column, dotted(at))
            for each in (value.items or []) if kind == "people" else []:
                place = Place(file, each.line, each.column, dotted(at))
                yield (kind, f"{key.text}/{each.text}"), place
        for index, each in enumerate(layer.listed(kind)):
            named = each.get("metric") or each
            place = Place(file, named.line, named.column, dotted((*path, kind, index)))
            yield (kind, named.text or ""), place
