"""Roles and the people who hold them."""

from opsplan.planning.names import roles_of
from opsplan.planning.plan import Plan
from opsplan.values.problem import OpsplanError
from opsplan.values.spelling import near_miss
from opsplan.values.text import Text, say

ME = "me"
"""Stands for whoever runs the command."""


def role_ids(word: str, plan: Plan, me: str) -> frozenset[str]:
    """The roles that `word` names: a role by id or name, a person by name, or `me`.

    A shop that names no people has one person, who holds all roles. OpsplanError where the word
    leads to nobody and nothing.
    """
    known = roles_of(plan.playbooks)
    if found := known.get(word.lower()):
        return frozenset(found)
    people = plan.shop.people
    person = me if word.lower() == ME else word
    if person in people:
        held = (known.get(role.lower(), set()) for role in people[person])
        return frozenset(role for ids in held for role in ids)
    named = role_texts(plan)
    every = list(named)
    if word.lower() == ME and not people:
        return frozenset(every)
    if word.lower() == ME:
        what = say("the shop's people have no '{name}'", name=me)
        raise OpsplanError(what, say("the people are {names}", names=[*people]))
    what = say("there is no role '{word}' in this shop", word=word)
    near = near_miss(word, [*known, *people])
    raise OpsplanError(what, near or say("the roles are {names}", names=[*named.values()]))


def role_texts(plan: Plan) -> dict[str, Text]:
    """What people call each role of the shop, by its id."""
    ids = sorted({role for ids in roles_of(plan.playbooks).values() for role in ids})
    named = {role.id: role.name for book in reversed(plan.playbooks) for role in book.roles}
    return {each: named.get(each) or Text(each, each) for each in ids}


def holders_of(role: str | None, plan: Plan) -> tuple[str, ...]:
    """The people who hold a role, as the config orders them; () where it names none."""
    known = roles_of(plan.playbooks)
    return tuple(
        person
        for person, held in plan.shop.people.items()
        if any(role in known.get(each.lower(), ()) for each in held)
    )
