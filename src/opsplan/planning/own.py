"""A shop's own campaigns: those of its playbooks that it moves, and a playbook of its own."""

from collections.abc import Iterable, Iterator

from opsplan.values.classes import replace
from opsplan.values.playbook import Block, Campaign, Duty, OwnCampaign, Playbook, Role, Shop
from opsplan.values.problem import Problem
from opsplan.values.spelling import near_miss
from opsplan.values.text import Text, say

SHOPS_OWN = "shop"
"""The id of the playbook that holds the campaigns of a shop's config."""


def with_own_campaigns(
    shop: Shop, playbooks: Iterable[Playbook]
) -> tuple[tuple[Playbook, ...], list[Problem]]:
    """The playbooks as the shop's config changes their campaigns, its own playbook last.

    A campaign with the id of a playbook's takes over what it does not say. With duties of its own
    it takes the place of the playbook's; without, the playbook's are moved.
    """
    books = list(playbooks)
    if not shop.campaigns:
        return tuple(books), []
    problems = list(_faults(shop, books))
    campaigns: list[Campaign] = []
    duties: list[Duty] = []
    for own in shop.campaigns:
        known = next((c for book in books for c in book.campaigns if c.id == own.id), None)
        merged = _merged(own, known)
        if merged is None:
            continue
        books = [_moved(book, merged, dropped=own.duties is not None) for book in books]
        if own.duties is not None or known is None:
            campaigns.append(merged)
            duties += [
                replace(duty, number=number)
                for number, duty in enumerate(own.duties or (), len(duties) + 1)
            ]
    if not campaigns or any(book.id == SHOPS_OWN for book in books):
        return tuple(books), problems
    name = Text("本店", "This shop")
    mine = Playbook(
        SHOPS_OWN,
        name,
        shop.campaigns[0].place.file,
        blocks=_blocks(books),
        roles=_roles(books),
        duties=tuple(duties),
        campaigns=tuple(campaigns),
    )
    return (*books, mine), problems


def _faults(shop: Shop, books: list[Playbook]) -> Iterator[Problem]:
    known = {campaign.id for book in books for campaign in book.campaigns}
    for own in shop.campaigns:
        if own.id in known:
            continue
        for key, given in (("name", own.name), ("on", own.phrases)):
            if not given:
                fix = near_miss(own.id, known)
                yield own.place.error(say("the key '{key}' is missing", key=key), fix)
    if any(book.id == SHOPS_OWN for book in books):
        what = say("the playbook id '{id}' is taken by the shop's own campaigns", id=SHOPS_OWN)
        yield shop.campaigns[0].place.error(what, say("give the playbook another id"))


def _merged(own: OwnCampaign, known: Campaign | None) -> Campaign | None:
    """The campaign with what it takes over; None where its name or its day is missing."""
    name = own.name or (known.name if known else None)
    phrases = own.phrases or (known.phrases if known else ())
    days = own.days or (known.days if known else 1)
    if name is None or not phrases:
        return None
    return Campaign(own.id, name, phrases, days, own.place.line, applies=own.applies)


def _moved(book: Playbook, own: Campaign, *, dropped: bool) -> Playbook:
    """The playbook with its campaign of that id as the shop has it, or `dropped` from it."""
    known = next((each for each in book.campaigns if each.id == own.id), None)
    if known is None:
        return book
    others = tuple(each for each in book.campaigns if each is not known)
    if dropped:
        kept = tuple(duty for duty in book.duties if duty.owner != own.id)
        return replace(book, campaigns=others, duties=kept)
    moved = replace(known, name=own.name, phrases=own.phrases, days=own.days)
    return replace(book, campaigns=(*others, moved))


def _blocks(books: Iterable[Playbook]) -> tuple[Block, ...]:
    """All blocks, so that the shop's own duties can name them."""
    return tuple({block.id: block for book in books for block in book.blocks}.values())


def _roles(books: Iterable[Playbook]) -> tuple[Role, ...]:
    return tuple({role.id: role for book in books for role in book.roles}.values())
