"""The roles that people name on the command line."""

from opsplan.cli.session import Session
from opsplan.planning import roles
from opsplan.values.checklist import Checklist
from opsplan.values.classes import replace


def of_role(checklist: Checklist, role: str | None, session: Session) -> Checklist:
    """Only the items of a role; their numbers stay what they are."""
    if role is None:
        return checklist
    names = role_ids(role, session)
    return replace(
        checklist,
        items=tuple(i for i in checklist.items if i.occurrence.planned.duty.role in names),
        setup=tuple(i for i in checklist.setup if i.occurrence.planned.duty.role in names),
    )


def role_ids(role: str, session: Session) -> set[str]:
    """The ids of the roles that a role's or a person's name means, or `me`; OpsplanError where the
    shop has none of that name."""
    return {*roles.role_ids(role, session.plan, session.me)}
