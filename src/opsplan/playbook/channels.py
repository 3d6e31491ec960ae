"""The channels of the config. What is wrong with one is told without showing its url or secret."""

from typing import Annotated, Any

from pydantic import Field, model_validator

from opsplan.playbook.faults import problem_at
from opsplan.playbook.fields import Id, Plain, Strict, refuse
from opsplan.playbook.tree import Node
from opsplan.values.address import Fault, env_fault, url_fault
from opsplan.values.channel import Channel, Secret
from opsplan.values.channel_kinds import CHANNEL_KINDS, KINDS, SIGNED, ChannelKind
from opsplan.values.problem import Problem
from opsplan.values.spelling import near_miss
from opsplan.values.text import say


class ChannelField(Strict):
    """Where reminders are sent."""

    id: Id
    kind: ChannelKind
    url: Annotated[Plain | None, Field(description="The address, or env:NAME.")] = None
    secret: Annotated[Plain | None, Field(description="What signs messages, or env:NAME.")] = None
    shops: Annotated[list[Plain], Field(description="Whose reminders; without it, all.")] = []

    @model_validator(mode="before")
    @classmethod
    def _no_stray_url(cls, value: Any) -> Any:
        """Other keys are quoted in messages, so an address must not hide in one."""
        if isinstance(value, dict):
            shown = [*value, *(value.get(key) for key in ("id", "kind", "shops"))]
            if any("://" in str(each) for each in shown):
                raise refuse(say("an address stands where it would be shown"), say("use url: …"))
        return value

    @property
    def channel(self) -> Channel:
        """The value that the rest of the house knows."""
        url, secret = (Secret(text) if text else None for text in (self.url, self.secret))
        return Channel(self.id, self.kind, url, secret, tuple(self.shops))


def channel_faults(root: Node, file: str, shops: list[str]) -> list[Problem]:
    """What is wrong between the keys of the channels, and with their addresses."""
    items = root.listed("channels")
    ids = [item.word("id") for item in items]
    problems: list[Problem] = []
    for index, item in enumerate(items):
        place = ("channels", index)
        if ids[index] and ids[index] in ids[:index]:
            what = say("the id {id} stands twice", id=ids[index])
            problems.append(problem_at(file, root, (*place, "id"), what))
        for number, shop in enumerate(item.listed("shops")):
            if shop.text and "://" not in shop.text and shop.text not in shops:
                what = say("there is no shop '{word}'", word=shop.text)
                fix = near_miss(shop.text, shops)
                problems.append(problem_at(file, root, (*place, "shops", number), what, fix))
        kind = next((each for each in CHANNEL_KINDS if each == item.word("kind")), None)
        if kind is not None:
            faults = _faults_of(kind, item)
            problems += [problem_at(file, root, (*place, key), *fault) for key, fault in faults]
    return problems


def _faults_of(kind: ChannelKind, item: Node) -> list[tuple[str, Fault]]:
    url, secret = item.get("url"), item.get("secret")
    faults: list[tuple[str, Fault]] = []
    if KINDS[kind].address is None:
        if url is not None:
            faults.append(("url", (say("a desktop notice has no url"), None)))
    elif url is None:
        faults.append(("url", (say("the key '{key}' is missing", key="url"), None)))
    elif url.text and (fault := url_fault(kind, url.text)):
        faults.append(("url", fault))
    if secret is not None:
        if not KINDS[kind].is_signed:
            what = say("a channel of the kind {kind} has no secret", kind=kind)
            faults.append(("secret", (what, say("only {kinds} have one", kinds=SIGNED))))
        elif secret.text and (fault := env_fault(secret.text)):
            faults.append(("secret", fault))
    return faults
